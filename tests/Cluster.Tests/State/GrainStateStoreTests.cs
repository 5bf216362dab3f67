using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Silo.Hosting;
using KafkaGateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGateway.Cluster.Tests.State;

/// <summary>The actors' states in PostgreSQL, through Orleans' storage provider: what every engine promises of states (StateStoreContract).</summary>
public sealed class GrainStateStoreTests : IAsyncLifetime
{
    private ProcessCluster _cluster = null!;
    private ClusterNode _silo = null!;

    private IStateStore States => _silo.Services.GetRequiredService<NodeStorage>().States;

    public async Task InitializeAsync()
    {
        _cluster = await ProcessCluster.StartAsync(silos: 0, gateways: 0);
        _silo = await _cluster.StartAsync(ProcessRole.Silo, "silo");
    }

    public async Task DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_state_is_written_only_on_the_version_that_the_writer_knows()
    {
        Assert.Null(await States.ReadAsync("topic", "a", default));
        Assert.Equal(1, await States.WriteAsync("topic", "a", new byte[] { 1 }, 0, default));
        Assert.Equal(2, await States.WriteAsync("topic", "a", new byte[] { 2 }, 1, default));
        await Assert.ThrowsAsync<StateConflictException>(async () => await States.WriteAsync("topic", "a", new byte[] { 3 }, 1, default));
        await Assert.ThrowsAsync<StateConflictException>(async () => await States.WriteAsync("topic", "a", new byte[] { 3 }, 0, default));
        await Assert.ThrowsAsync<StateConflictException>(async () => await States.DeleteAsync("topic", "a", 1, default));
        await Assert.ThrowsAsync<StateConflictException>(async () => await States.DeleteAsync("topic", "a", 0, default));
        await RestartAsync();
        var read = await States.ReadAsync("topic", "a", default);
        Assert.Equal((2L, "a", (byte)2), (read!.Version, read.Key, read.Value.Span[0]));
    }

    [Fact]
    public async Task A_deleted_state_begins_again_at_version_one()
    {
        await States.WriteAsync("topic", "a", default, 0, default);
        await States.DeleteAsync("topic", "a", 1, default);
        await States.DeleteAsync("topic", "a", 0, default);
        await RestartAsync();
        Assert.Null(await States.ReadAsync("topic", "a", default));
        Assert.Equal(1, await States.WriteAsync("topic", "a", default, 0, default));
        Assert.True((await States.ReadAsync("topic", "a", default))!.Value.IsEmpty);
    }

    [Fact]
    public async Task Kinds_are_listed_apart()
    {
        for (var i = 0; i < 10; i++)
            await States.WriteAsync(i % 2 == 0 ? "even" : "odd", $"k{i}", new byte[] { (byte)i }, 0, default);
        await States.WriteAsync("even", "gone", default, 0, default);
        await States.DeleteAsync("even", "gone", 1, default);
        var listed = await States.ListAsync("even", default).ToListAsync();
        Assert.Equal(
            [("k0", 1L, 0), ("k2", 1, 2), ("k4", 1, 4), ("k6", 1, 6), ("k8", 1, 8)],
            listed.Select(state => (state.Key, state.Version, (int)state.Value.Span[0])).Order());
    }

    [Fact]
    public async Task Of_many_writers_of_one_version_exactly_one_succeeds()
    {
        var won = 0;
        foreach (var version in new[] { 0L, 1L })
        {
            await Parallel.ForAsync(0, 25, async (i, _) =>
            {
                try
                {
                    await States.WriteAsync("race", "k", new byte[] { (byte)i }, version, default);
                    Interlocked.Increment(ref won);
                }
                catch (StateConflictException)
                {
                }
            });
        }

        Assert.Equal(2, won);
    }

    [Fact]
    public async Task Keys_that_look_like_numbers_or_ids_stay_different()
    {
        string[] keys =
        [
            "a", "A", "0a", "0A", "00a", "10", "010", "1", "01", "+1", " 1", "-1", "", " ", "/", "//", "語",
            "6f9619ff-8b86-d011-b42d-00c04fc964ff", "6F9619FF-8B86-D011-B42D-00C04FC964FF", "6f9619ff8b86d011b42d00c04fc964ff",
            "{6f9619ff-8b86-d011-b42d-00c04fc964ff}", new string('k', 249), "with+plus", "with'quote", "with%percent", "with\\backslash",
            "{0}", "{", "}", "()", "\u001a", "\u001a(", "\0", "with\0nul",
        ];
        for (var i = 0; i < keys.Length; i++)
            Assert.Equal(1, await States.WriteAsync("key", keys[i], new[] { (byte)i }, 0, default));
        for (var i = 0; i < keys.Length; i++)
        {
            var read = await States.ReadAsync("key", keys[i], default);
            Assert.Equal((keys[i], (byte)i), (read!.Key, read.Value.Span[0]));
        }

        Assert.Equal(
            keys.Order(StringComparer.Ordinal),
            (await States.ListAsync("key", default).ToListAsync()).Select(state => state.Key).Order(StringComparer.Ordinal));
    }

    private async Task RestartAsync()
    {
        await _silo.DisposeAsync();
        _silo = await _cluster.StartAsync(ProcessRole.Silo, "silo");
    }
}
