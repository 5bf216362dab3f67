using KafkaGateway.Behaviour.Groups;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Gateways;

/// <summary>Every gateway serves every group: it does not matter through which a member joins, commits or asks.</summary>
public sealed class GroupsThroughGatewaysTests : GatewayTest
{
    [Fact]
    public async Task All_gateways_name_the_same_coordinators()
    {
        var request = new FindCoordinatorRequest { CoordinatorKeys = [.. Enumerable.Range(0, 20).Select(i => Name($"g{i}"))] };
        var (first, last) = (await AskAsync(Client), await AskAsync(Last));
        Assert.Equal(request.CoordinatorKeys, first.Select(found => found.Key));
        Assert.Equal(first, last);

        async Task<List<(string Key, int NodeId, string Host, int Port)>> AskAsync(WireClient client) =>
            [.. (await client.CallAsync<FindCoordinatorResponse>(request, 4)).Coordinators.Select(found => (found.Key, found.NodeId, found.Host, found.Port))];
    }

    [Fact]
    public async Task An_offset_committed_through_one_gateway_is_read_through_another_at_once()
    {
        await Client.CreateTopicAsync(Topic);
        await using var first = new GroupMember(await Kafka.ConnectAsync(), GroupVersions.Newest, Group, Topic);
        await using var last = new GroupMember(await Kafka.ConnectToLastAsync(), GroupVersions.Newest, Group, Topic);
        for (var offset = 0; offset < 20; offset += 2)
        {
            Assert.Equal(ErrorCode.None, await first.CommitAsync(offset));
            Assert.Equal(offset, await last.CommittedAsync());
            Assert.Equal(ErrorCode.None, await last.CommitAsync(offset + 1));
            Assert.Equal(offset + 1, await first.CommittedAsync());
        }
    }

    [Fact]
    public async Task A_group_is_described_listed_and_deleted_through_another_gateway_than_its_members()
    {
        await Client.CreateTopicAsync(Topic);
        await using var member = new GroupMember(await Kafka.ConnectAsync(), GroupVersions.Newest, Group, Topic);
        await member.JoinAsync();
        await member.JoinedAsync();
        await member.SendSyncAsync((member.MemberId, [9]));
        await member.SyncedAsync();

        var described = (await Last.CallAsync<DescribeGroupsResponse>(new DescribeGroupsRequest { Groups = [Group] }, 6)).Groups.Single();
        Assert.Equal(("Stable", member.MemberId), (described.GroupState, Assert.Single(described.Members).MemberId));
        Assert.Equal(["Stable"], await ListedAsync());
        Assert.Equal(ErrorCode.NonEmptyGroup, await DeleteAsync());
        Assert.Equal(ErrorCode.None, await member.LeaveAsync());
        Assert.Equal(ErrorCode.None, await DeleteAsync());
        Assert.Empty(await ListedAsync());

        async Task<IEnumerable<string>> ListedAsync() => (await Last.CallAsync<ListGroupsResponse>(new ListGroupsRequest(), 5))
            .Groups.Where(group => group.GroupId == Group).Select(group => group.GroupState);

        async Task<ErrorCode> DeleteAsync() =>
            (await Last.CallAsync<DeleteGroupsResponse>(new DeleteGroupsRequest { GroupsNames = [Group] }, 2)).Results.Single().ErrorCode;
    }

    [Fact]
    public async Task A_member_goes_on_through_another_gateway()
    {
        await Client.CreateTopicAsync(Topic);
        await using var before = new GroupMember(await Kafka.ConnectAsync(), GroupVersions.Newest, Group, Topic);
        await before.JoinAsync();
        await before.JoinedAsync();
        await before.SendSyncAsync((before.MemberId, [9]));
        await before.SyncedAsync();

        await using var after = before.MovedTo(await Kafka.ConnectToLastAsync());
        Assert.Equal(ErrorCode.None, await after.HeartbeatAsync());
        Assert.Equal(ErrorCode.None, await after.CommitAsync(7));
        Assert.Equal(7, await before.CommittedAsync());
        Assert.Equal(ErrorCode.None, await after.LeaveAsync());
        Assert.Equal(ErrorCode.UnknownMemberId, await before.HeartbeatAsync());
    }
}
