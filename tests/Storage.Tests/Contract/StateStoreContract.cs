using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Contract;

/// <summary>What every engine promises of states.</summary>
public abstract class StateStoreContract(LogHost host) : IAsyncLifetime
{
    protected LogHost Host { get; } = host;

    public Task InitializeAsync() => Host.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task A_state_is_written_only_on_the_version_that_the_writer_knows()
    {
        var states = Host.Storage.States;
        Assert.Null(await states.ReadAsync("topic", "a", default));
        Assert.Equal(1, await states.WriteAsync("topic", "a", new byte[] { 1 }, 0, default));
        Assert.Equal(2, await states.WriteAsync("topic", "a", new byte[] { 2 }, 1, default));
        await Assert.ThrowsAsync<StateConflictException>(async () => await states.WriteAsync("topic", "a", new byte[] { 3 }, 1, default));
        await Assert.ThrowsAsync<StateConflictException>(async () => await states.WriteAsync("topic", "a", new byte[] { 3 }, 0, default));
        await Assert.ThrowsAsync<StateConflictException>(async () => await states.DeleteAsync("topic", "a", 1, default));
        await Host.RestartAsync();
        var read = await Host.Storage.States.ReadAsync("topic", "a", default);
        Assert.Equal((2L, "a", (byte)2), (read!.Version, read.Key, read.Value.Span[0]));
    }

    [Fact]
    public async Task A_deleted_state_begins_again_at_version_one()
    {
        var states = Host.Storage.States;
        await states.WriteAsync("topic", "a", default, 0, default);
        await states.DeleteAsync("topic", "a", 1, default);
        await states.DeleteAsync("topic", "a", 0, default);
        await Host.RestartAsync();
        Assert.Null(await Host.Storage.States.ReadAsync("topic", "a", default));
        Assert.Equal(1, await Host.Storage.States.WriteAsync("topic", "a", default, 0, default));
    }

    [Fact]
    public async Task Kinds_are_listed_apart()
    {
        for (var i = 0; i < 10; i++)
            await Host.Storage.States.WriteAsync(i % 2 == 0 ? "even" : "odd", $"k{i}", new byte[] { (byte)i }, 0, default);
        await Host.RestartAsync();
        var keys = new List<string>();
        await foreach (var state in Host.Storage.States.ListAsync("even", default))
            keys.Add(state.Key);
        Assert.Equal(["k0", "k2", "k4", "k6", "k8"], keys.Order());
    }

    [Fact]
    public async Task Of_many_writers_of_one_version_exactly_one_succeeds()
    {
        var won = 0;
        await Parallel.ForAsync(0, 50, async (i, _) =>
        {
            try
            {
                await Host.Storage.States.WriteAsync("race", "k", new byte[] { (byte)i }, 0, default);
                Interlocked.Increment(ref won);
            }
            catch (StateConflictException)
            {
            }
        });
        Assert.Equal(1, won);
    }
}
