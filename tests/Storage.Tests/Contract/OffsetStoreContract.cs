using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Contract;

/// <summary>What every engine promises of committed offsets.</summary>
public abstract class OffsetStoreContract(LogHost host) : IAsyncLifetime
{
    private static readonly TopicPartition A0 = new("a", 0);
    private static readonly TopicPartition B1 = new("b", 1);

    protected LogHost Host { get; } = host;

    public Task InitializeAsync() => Host.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task Committed_offsets_come_back_with_all_that_was_committed()
    {
        var first = new CommittedOffset(5, 2, "here", 1000, null);
        var second = new CommittedOffset(7, -1, "", 2000, 3000);
        await Host.Storage.Offsets.WriteAsync("g", 1, [new(A0, first), new(B1, second)], default);
        await Host.RestartAsync();
        var loaded = await Host.Storage.Offsets.LoadAsync("g", default);
        Assert.Equal(2, loaded.Count);
        Assert.Equal((first, second), (loaded[A0], loaded[B1]));
        await Host.Storage.Offsets.WriteAsync("g", 1, [new(A0, null), new(B1, first)], default);
        await Host.RestartAsync();
        loaded = await Host.Storage.Offsets.LoadAsync("g", default);
        Assert.Equal(first, Assert.Single(loaded).Value);
        Assert.Empty(await Host.Storage.Offsets.LoadAsync("other", default));
    }

    [Fact]
    public async Task An_earlier_owner_of_offsets_is_locked_out()
    {
        var offsets = Host.Storage.Offsets;
        var offset = new CommittedOffset(5, 2, "", 1000, null);
        await offsets.WriteAsync("g", 3, [new(A0, offset)], default);
        await offsets.WriteAsync("g", 4, [], default);
        await Assert.ThrowsAsync<StateConflictException>(async () => await offsets.WriteAsync("g", 3, [new(A0, null)], default));
        await Host.RestartAsync();
        await Assert.ThrowsAsync<StateConflictException>(async () => await Host.Storage.Offsets.WriteAsync("g", 3, [new(A0, null)], default));
        Assert.Equal(offset, (await Host.Storage.Offsets.LoadAsync("g", default))[A0]);
    }

    [Fact]
    public async Task Groups_are_found_by_the_topics_that_they_have_offsets_of()
    {
        var offset = new CommittedOffset(5, 2, "", 1000, null);
        await Host.Storage.Offsets.WriteAsync("both", 1, [new(A0, offset), new(B1, offset)], default);
        await Host.Storage.Offsets.WriteAsync("other", 1, [new(B1, offset)], default);
        await Host.Storage.Offsets.WriteAsync("claimed", 1, [], default);
        await Host.Storage.Offsets.WriteAsync("emptied", 1, [new(A0, offset)], default);
        await Host.Storage.Offsets.WriteAsync("emptied", 1, [new(A0, null)], default);
        Assert.Equal(["both"], await Host.Storage.Offsets.ListGroupsAsync("a", default).ToListAsync());
        Assert.Equal(["both", "other"], (await Host.Storage.Offsets.ListGroupsAsync("b", default).ToListAsync()).Order());
    }

    [Fact]
    public async Task Groups_are_found_whose_offsets_may_have_expired()
    {
        await Host.Storage.Offsets.WriteAsync("old", 1, [new(A0, new(5, 2, "", 1000, null)), new(B1, new(5, 2, "", 9000, null))], default);
        await Host.Storage.Offsets.WriteAsync("new", 1, [new(A0, new(5, 2, "", 2000, null))], default);
        await Host.Storage.Offsets.WriteAsync("own time over", 1, [new(A0, new(5, 2, "", 2000, 4000))], default);
        await Host.Storage.Offsets.WriteAsync("own time to come", 1, [new(A0, new(5, 2, "", 2000, 6000))], default);
        var expiring = await Host.Storage.Offsets.ListExpiringAsync(committedBeforeMs: 1500, nowMs: 5000, default).ToListAsync();
        Assert.Equal(["old", "own time over"], expiring.Order());
    }
}
