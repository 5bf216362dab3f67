using System.Net;
using System.Text.Json;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.OperationsPage.Tests.Hosting;

namespace KafkaGateway.OperationsPage.Tests.Data;

public sealed class GroupsTests : PageTest
{
    private readonly KnownLag _lag = new();

    private protected override IConsumerLag? Lag => _lag;

    [Fact]
    public async Task Groups_come_by_name_with_their_states_counted()
    {
        await Client.CreateTopicAsync("t");
        await CommitAsync("b", "a");
        await using var member = await Groups.JoinAsync(await ConnectAsync(), "c", "t", 0);
        var groups = await DataAsync("groups");
        Assert.Equal([("a", "Empty"), ("b", "Empty"), ("c", "Stable")], groups.List("groups").Select(group => (group.Text("groupId"), group.Text("state"))));
        Assert.Equal(("2", "1"), (groups.GetProperty("states").Text("Empty"), groups.GetProperty("states").Text("Stable")));
        Assert.Equal(["c"], (await DataAsync("groups", ("state", "Stable"))).Each("groups", "groupId"));
    }

    [Fact]
    public async Task The_furthest_behind_come_first_and_those_of_unknown_lag_last()
    {
        await Client.CreateTopicAsync("t");
        await CommitAsync("a", "b", "c", "d");
        _lag.Known = [Behind("b", 0, 5), Behind("b", 1, 7), Behind("c", 0, 11), Behind("d", 0, 0)];
        var groups = await DataAsync("groups", ("order", "lag"));
        Assert.Equal([("b", "12"), ("c", "11"), ("d", "0"), ("a", "")], groups.List("groups").Select(group => (group.Text("groupId"), group.Text("lag"))));
        Assert.Equal(["c"], (await DataAsync("groups", ("order", "lag"), ("from", "1"), ("limit", "1"))).Each("groups", "groupId"));
    }

    [Fact]
    public async Task Groups_are_listed_when_lag_cannot_be_read()
    {
        await Client.CreateTopicAsync("t");
        await CommitAsync("a");
        _lag.Known = null;
        var groups = await DataAsync("groups", ("order", "lag"));
        Assert.Equal(["a"], groups.Each("groups", "groupId"));
        Assert.Equal(JsonValueKind.False, groups.GetProperty("isLagKnown").ValueKind);
    }

    [Fact]
    public async Task Another_order_is_refused_in_words() =>
        Assert.Equal((HttpStatusCode.BadRequest, "order is 'age', but must be name or lag"), await RefusalAsync("groups", ("order", "age")));

    private async Task CommitAsync(params string[] groups)
    {
        foreach (var group in groups)
            await Groups.CommitAsync(Client, group, "t", 0, offset: 0);
    }

    private static PartitionLag Behind(string group, int partition, long records) => new(group, new TopicPartition("t", partition), records);

    private sealed class KnownLag : IConsumerLag
    {
        public IReadOnlyList<PartitionLag>? Known { get; set; } = [];

        public ValueTask<IReadOnlyList<PartitionLag>> ReadAsync(int limit, CancellationToken cancellationToken) =>
            new(Known ?? throw new StorageException("the database is down"));
    }
}
