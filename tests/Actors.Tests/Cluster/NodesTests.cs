using KafkaGateway.Actors.Cluster;
using KafkaGateway.Actors.Tests.Topics;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Actors.Tests.Cluster;

public sealed class NodesTests
{
    private readonly MemoryStates _states = new();
    private readonly Clock _clock = new();
    private readonly Nodes _nodes;

    public NodesTests() => _nodes = NewOwner();

    [Fact]
    public async Task Nodes_get_ids_from_1_on_and_all_hear_of_all()
    {
        Assert.Equal(1, (await BeatAsync("a")).NodeId);
        Assert.Equal(2, (await BeatAsync("b")).NodeId);
        var view = await BeatAsync("a");
        Assert.Equal([("a", 1), ("b", 2)], view.Nodes.Select(node => (node.Name, node.NodeId)));
        Assert.NotEmpty(view.ClusterId);
    }

    [Fact]
    public async Task A_node_that_falls_silent_is_out_after_its_lease_and_has_its_id_again_when_it_is_back()
    {
        await BeatAsync("a");
        await BeatAsync("b");
        _clock.Pass(Nodes.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, (await BeatAsync("b")).Nodes.Count);
        _clock.Pass(TimeSpan.FromMilliseconds(2));
        Assert.Equal(["b"], Names(await BeatAsync("b")));
        Assert.Equal(1, (await BeatAsync("a")).NodeId);
        Assert.Equal(["a", "b"], Names(await BeatAsync("b")));
    }

    [Fact]
    public async Task A_silo_that_is_known_to_be_dead_is_out_before_its_lease_ends_unless_it_is_back()
    {
        var nodes = new Nodes(_states, _clock, Guid.NewGuid, NullLogger.Instance, name => name != "b");
        await nodes.BeatAsync(new NodeHeartbeat { Name = "dead", IsSilo = true }, default);
        await nodes.BeatAsync(new NodeHeartbeat { Name = "back", IsSilo = true }, default);
        await nodes.BeatAsync(new NodeHeartbeat { Name = "gateway" }, default);
        _clock.Pass(Nodes.SilenceOfTheDead);
        await nodes.BeatAsync(new NodeHeartbeat { Name = "back", IsSilo = true }, default);
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["back", "gateway", "b"], Names(await nodes.BeatAsync(Heartbeat("b"), default)));
    }

    [Fact]
    public async Task A_node_that_leaves_is_out_at_once()
    {
        await BeatAsync("a");
        await BeatAsync("b");
        await _nodes.LeaveAsync("a", default);
        Assert.Equal(["b"], Names(await BeatAsync("b")));
    }

    [Fact]
    public async Task A_silo_that_leaves_is_told_to_be_leaving_until_its_process_has_ended_also_by_a_new_owner()
    {
        var hasEnded = false;
        Nodes NewHost() => new(_states, _clock, Guid.NewGuid, NullLogger.Instance, name => name == "silo" && hasEnded);
        var nodes = NewHost();
        await nodes.BeatAsync(new NodeHeartbeat { Name = "silo", StartedMs = 5, IsSilo = true }, default);
        await nodes.BeatAsync(Heartbeat("gateway"), default);
        await nodes.BeatAsync(Heartbeat("b"), default);
        await nodes.LeaveAsync("silo", default);
        await nodes.LeaveAsync("gateway", default);
        foreach (var owner in new[] { nodes, NewHost() })
        {
            var view = await owner.BeatAsync(Heartbeat("b"), default);
            Assert.Equal(["b"], Names(view));
            Assert.Equal([("silo", 5L)], view.Leaving.Select(silo => (silo.Name, silo.StartedMs)));
        }

        hasEnded = true;
        Assert.Empty((await nodes.BeatAsync(Heartbeat("b"), default)).Leaving);
    }

    [Fact]
    public async Task A_silo_that_has_left_is_not_leaving_for_ever_nor_when_it_is_back()
    {
        var nodes = new Nodes(_states, _clock, Guid.NewGuid, NullLogger.Instance, _ => false);
        async Task<NodesView> LeaveAsync(long startedMs)
        {
            await nodes.BeatAsync(new NodeHeartbeat { Name = "silo", StartedMs = startedMs, IsSilo = true }, default);
            await nodes.LeaveAsync("silo", default);
            return await nodes.BeatAsync(Heartbeat("b"), default);
        }

        Assert.Single((await LeaveAsync(1)).Leaving);
        Assert.Equal(2, Assert.Single((await LeaveAsync(2)).Leaving).StartedMs);
        _clock.Pass(Nodes.LongestGoodbye + TimeSpan.FromMilliseconds(1));
        Assert.Empty((await nodes.BeatAsync(Heartbeat("b"), default)).Leaving);
    }

    [Fact]
    public async Task A_new_owner_begins_with_the_nodes_that_lived_and_gives_each_a_whole_lease()
    {
        var clusterId = (await BeatAsync("a")).ClusterId;
        await BeatAsync("b");
        _clock.Pass(TimeSpan.FromMinutes(1));
        var next = NewOwner();
        var view = await next.BeatAsync(Heartbeat("b"), default);
        Assert.Equal(["a", "b"], Names(view));
        Assert.Equal((clusterId, 2), (view.ClusterId, view.NodeId));
        _clock.Pass(Nodes.Lease + TimeSpan.FromMilliseconds(1));
        Assert.Equal(["b"], Names(await next.BeatAsync(Heartbeat("b"), default)));
    }

    [Fact]
    public async Task Two_owners_at_once_never_give_one_id_to_two_nodes()
    {
        var other = NewOwner();
        var ids = new Dictionary<string, int>();
        for (var i = 0; i < 20; i++)
            ids[$"n{i}"] = (await (i % 2 == 0 ? _nodes : other).BeatAsync(Heartbeat($"n{i}"), default)).NodeId;
        Assert.Equal(20, ids.Values.Distinct().Count());
        foreach (var (name, id) in ids)
            Assert.Equal(id, (await NewOwner().BeatAsync(Heartbeat(name), default)).NodeId);
    }

    [Fact]
    public async Task A_wanted_id_is_had_unless_a_live_node_has_it()
    {
        Assert.Equal(5, (await BeatAsync("a", wanted: 5)).NodeId);
        Assert.Contains("node.id 5 belongs to node a", (await BeatAsync("b", wanted: 5)).Refusal, StringComparison.Ordinal);
        await _nodes.LeaveAsync("a", default);
        Assert.Equal(5, (await BeatAsync("b", wanted: 5)).NodeId);
        Assert.Equal(1, (await BeatAsync("a")).NodeId);
    }

    [Fact]
    public async Task Of_two_processes_with_one_name_the_one_that_was_started_later_is_the_node()
    {
        await _nodes.BeatAsync(new NodeHeartbeat { Name = "a", StartedMs = 1, Port = 1 }, default);
        Assert.Equal(2, Assert.Single((await _nodes.BeatAsync(new NodeHeartbeat { Name = "a", StartedMs = 2, Port = 2 }, default)).Nodes).Port);
        var refused = await _nodes.BeatAsync(new NodeHeartbeat { Name = "a", StartedMs = 1, Port = 1 }, default);
        Assert.Equal("another process that was started later is node a", refused.Refusal);
    }

    [Fact]
    public async Task Another_cluster_id_than_the_clusters_is_refused()
    {
        var first = await _nodes.BeatAsync(new NodeHeartbeat { Name = "a", WantedClusterId = "mine" }, default);
        Assert.Equal("mine", first.ClusterId);
        var refused = await _nodes.BeatAsync(new NodeHeartbeat { Name = "b", WantedClusterId = "other" }, default);
        Assert.Equal("this is cluster mine, but cluster.id is other", refused.Refusal);
    }

    [Fact]
    public async Task An_id_is_stored_before_it_is_given_out()
    {
        _states.BeforeChange = (_, _) => throw new StorageException("no disk");
        await Assert.ThrowsAsync<StorageException>(async () => await BeatAsync("a"));
        _states.BeforeChange = null;
        Assert.Equal(1, (await BeatAsync("a")).NodeId);
    }

    [Fact]
    public async Task While_nothing_can_be_stored_those_who_are_known_still_come_and_go()
    {
        await BeatAsync("a");
        await BeatAsync("b");
        _states.BeforeChange = (_, _) => throw new StorageException("no disk");
        _clock.Pass(Nodes.Lease + TimeSpan.FromMilliseconds(1));
        Assert.Equal(["b"], Names(await BeatAsync("b")));
    }

    [Fact]
    public async Task Heartbeats_that_say_nothing_new_are_not_stored()
    {
        await BeatAsync("a");
        var changes = _states.Changes;
        for (var i = 0; i < 10; i++)
        {
            _clock.Pass(TimeSpan.FromSeconds(1));
            await BeatAsync("a");
        }

        Assert.Equal(changes, _states.Changes);
    }

    [Fact]
    public async Task A_changed_address_is_told_at_once()
    {
        await BeatAsync("a");
        var view = await _nodes.BeatAsync(new NodeHeartbeat { Name = "a", Host = "h", Port = 9, Rack = "r", IsSilo = true }, default);
        var node = Assert.Single(view.Nodes);
        Assert.Equal(("h", 9, "r", true), (node.Host, node.Port, node.Rack, node.IsSilo));
    }

    [Fact]
    public async Task Listeners_are_told_as_they_are_announced_and_again_when_they_change()
    {
        foreach (var listeners in new List<string>[] { ["A://h:1"], ["A://h:1", "B://h:2"], [] })
        {
            await _nodes.BeatAsync(new NodeHeartbeat { Name = "a", Host = "h", Port = 1, Listeners = listeners }, default);
            Assert.Equal(listeners, (await BeatAsync("b")).Nodes.Single(node => node.Name == "a").Listeners);
            Assert.Equal(listeners, (await NewOwner().BeatAsync(Heartbeat("b"), default)).Nodes.Single(node => node.Name == "a").Listeners);
        }
    }

    [Fact]
    public async Task Names_that_are_long_gone_give_their_ids_back()
    {
        await BeatAsync("a");
        await _nodes.LeaveAsync("a", default);
        _clock.Pass(TimeSpan.FromDays(6));
        Assert.Equal(2, (await BeatAsync("b")).NodeId);
        _clock.Pass(TimeSpan.FromDays(2));
        Assert.Equal(1, (await BeatAsync("c")).NodeId);
    }

    private static IEnumerable<string> Names(NodesView view) => view.Nodes.Select(node => node.Name);

    private static NodeHeartbeat Heartbeat(string name, int wanted = -1) => new() { Name = name, Host = "localhost", Port = 9092, WantedNodeId = wanted };

    private ValueTask<NodesView> BeatAsync(string name, int wanted = -1) => _nodes.BeatAsync(Heartbeat(name, wanted), default);

    private Nodes NewOwner() => new(_states, _clock, Guid.NewGuid, NullLogger.Instance);

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(50);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan span) => _now += span;
    }
}
