using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Groups;

public sealed class GroupLifeTests : KafkaTest
{
    private static readonly Dictionary<string, GroupVersions> Versions = new()
    {
        ["oldest"] = GroupVersions.Oldest,
        ["middle"] = GroupVersions.Middle,
        ["newest"] = GroupVersions.Newest,
    };

    [Theory]
    [InlineData("oldest", "oldest")]
    [InlineData("middle", "middle")]
    [InlineData("newest", "newest")]
    [InlineData("newest", "oldest")]
    public async Task Two_members_join_share_commit_and_leave_and_the_offsets_stay(string one, string other)
    {
        await Client.CreateTopicAsync(Topic, partitions: 2);
        await using var a = await ConnectAsync(Versions[one]);
        await a.JoinAsync();
        var alone = await a.JoinedAsync();
        Assert.Equal((a.MemberId, 1, 1), (alone.Leader, alone.Members.Count, alone.GenerationId));
        await a.SendSyncAsync((a.MemberId, [1, 2]));
        Assert.Equal([1, 2], await a.SyncedAsync());
        Assert.Equal(ErrorCode.None, await a.HeartbeatAsync());

        await using var b = new GroupMember(await Kafka.ConnectToLastAsync(), Versions[other], Group, Topic);
        await b.JoinAsync();
        Assert.Equal(ErrorCode.RebalanceInProgress, await a.NextHeartbeatAsync(ErrorCode.None));
        await a.JoinAsync();
        var (joinedA, joinedB) = (await a.JoinedAsync(), await b.JoinedAsync());
        Assert.Equal((2, 2), (joinedA.GenerationId, joinedB.GenerationId));
        Assert.Equal((a.MemberId, a.MemberId), (joinedA.Leader, joinedB.Leader));
        Assert.Equal((2, 0), (joinedA.Members.Count, joinedB.Members.Count));
        await b.SendSyncAsync();
        await a.SendSyncAsync((a.MemberId, [1]), (b.MemberId, [2]));
        Assert.Equal([1], await a.SyncedAsync());
        Assert.Equal([2], await b.SyncedAsync());

        Assert.Equal(-1, await a.CommittedAsync());
        Assert.Equal(ErrorCode.None, await a.CommitAsync(17));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, await a.CommitAsync(17, partition: 2));
        Assert.Equal((17, 17), (await a.CommittedAsync(), await b.CommittedAsync()));

        Assert.Equal(ErrorCode.None, await a.LeaveAsync());
        Assert.Equal(ErrorCode.UnknownMemberId, await a.HeartbeatAsync());
        Assert.Equal(ErrorCode.UnknownMemberId, await a.CommitAsync(18));
        Assert.Equal(ErrorCode.RebalanceInProgress, await b.HeartbeatAsync());
        await b.JoinAsync();
        Assert.Equal((b.MemberId, 3), ((await b.JoinedAsync()).Leader, b.Generation));
        await b.SendSyncAsync((b.MemberId, [3]));
        Assert.Equal([3], await b.SyncedAsync());
        Assert.Equal(ErrorCode.None, await b.LeaveAsync());
        Assert.Equal(17, await b.CommittedAsync());
        Assert.Equal("Empty", (await DescribeAsync()).GroupState);
    }

    [Fact]
    public async Task A_group_is_described_listed_and_deleted()
    {
        await Client.CreateTopicAsync(Topic);
        Assert.Equal((ErrorCode.GroupIdNotFound, "Dead"), Outcome(await DescribeAsync()));
        Assert.Equal((ErrorCode.None, "Dead"), Outcome(await DescribeAsync(version: 5)));

        await using var member = await ConnectAsync(GroupVersions.Newest);
        await member.JoinAsync();
        await member.JoinedAsync();
        Assert.Equal("CompletingRebalance", (await DescribeAsync()).GroupState);
        await member.SendSyncAsync((member.MemberId, [9]));
        await member.SyncedAsync();
        await member.CommitAsync(3);

        var stable = await DescribeAsync();
        Assert.Equal(("Stable", "consumer", "range"), (stable.GroupState, stable.ProtocolType, stable.ProtocolData));
        var described = Assert.Single(stable.Members);
        Assert.Equal((member.MemberId, "wire", "/127.0.0.1"), (described.MemberId, described.ClientId, described.ClientHost));
        Assert.Equal([9], described.MemberAssignment.ToArray());

        Assert.Equal(["Stable"], await ListAsync());
        Assert.Equal(["Stable"], await ListAsync("Stable"));
        Assert.Empty(await ListAsync("Empty"));
        Assert.Equal(ErrorCode.NonEmptyGroup, await DeleteAsync());
        Assert.Equal(ErrorCode.GroupSubscribedToTopic, await DeleteOffsetAsync());

        await member.LeaveAsync();
        Assert.Equal(["Empty"], await ListAsync());
        Assert.Equal(ErrorCode.None, await DeleteOffsetAsync());
        Assert.Equal(-1, await member.CommittedAsync());
        await CommitSimplyAsync(5);
        Assert.Equal(ErrorCode.None, await DeleteAsync());
        Assert.Equal(ErrorCode.GroupIdNotFound, await DeleteAsync());
        Assert.Empty(await ListAsync());
        Assert.Equal(-1, await member.CommittedAsync());
    }

    private async Task<GroupMember> ConnectAsync(GroupVersions versions) => new(await Kafka.ConnectAsync(), versions, Group, Topic);

    private async Task CommitSimplyAsync(long offset)
    {
        await using var simple = await ConnectAsync(GroupVersions.Newest);
        Assert.Equal(ErrorCode.None, await simple.CommitAsync(offset));
        Assert.Equal(offset, await simple.CommittedAsync());
    }

    private async Task<DescribeGroupsResponse.DescribedGroup> DescribeAsync(short version = 6) =>
        (await Client.CallAsync<DescribeGroupsResponse>(new DescribeGroupsRequest { Groups = [Group] }, version)).Groups.Single();

    private static (ErrorCode, string) Outcome(DescribeGroupsResponse.DescribedGroup group) => (group.ErrorCode, group.GroupState);

    // The states that the group is listed with: one or none.
    private async Task<IEnumerable<string>> ListAsync(params string[] states) =>
        (await Client.CallAsync<ListGroupsResponse>(new ListGroupsRequest { StatesFilter = [.. states] }, 5))
            .Groups.Where(group => group.GroupId == Group).Select(group => group.GroupState);

    private async Task<ErrorCode> DeleteAsync() =>
        (await Client.CallAsync<DeleteGroupsResponse>(new DeleteGroupsRequest { GroupsNames = [Group] }, 2)).Results.Single().ErrorCode;

    private async Task<ErrorCode> DeleteOffsetAsync()
    {
        var response = await Client.CallAsync<OffsetDeleteResponse>(
            new OffsetDeleteRequest { GroupId = Group, Topics = [new() { Name = Topic, Partitions = [new() { PartitionIndex = 0 }] }] }, 0);
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        return response.Topics[0].Partitions[0].ErrorCode;
    }
}
