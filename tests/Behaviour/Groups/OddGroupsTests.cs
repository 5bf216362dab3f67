using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Groups;

public sealed class OddGroupsTests : KafkaTest
{
    [Theory]
    [InlineData("'; drop table \"committed_offset\"")]
    [InlineData("消費者 🦆")]
    [InlineData("a\0\u001a0b")]
    public async Task Any_text_may_be_a_groups_name_and_its_metadata(string text)
    {
        await Client.CreateTopicAsync(Topic);
        Assert.Equal(ErrorCode.None, await CommitAsync(Group + text, text));
        var fetched = await FetchAsync(Group + text);
        Assert.Equal((5, text), (fetched.Topics[0].Partitions[0].CommittedOffset, fetched.Topics[0].Partitions[0].Metadata));
        var listed = await Client.CallAsync<ListGroupsResponse>(new ListGroupsRequest(), 4);
        Assert.Contains(listed.Groups, group => group.GroupId == Group + text);
    }

    [Fact]
    public async Task A_group_id_of_more_than_1000_octets_is_refused_for_good()
    {
        await Client.CreateTopicAsync(Topic);
        var longest = Group.PadRight(1000, 'x');
        Assert.Equal(ErrorCode.None, await CommitAsync(longest, ""));
        var tooLong = Group.PadRight(1000 - 1, 'x') + 'é';
        Assert.Equal(ErrorCode.InvalidGroupId, await CommitAsync(tooLong, ""));
        Assert.Equal(ErrorCode.InvalidGroupId, (await FetchAsync(tooLong)).ErrorCode);
        var found = await Client.CallAsync<FindCoordinatorResponse>(new FindCoordinatorRequest { CoordinatorKeys = [longest, tooLong] }, 4);
        Assert.Equal([ErrorCode.None, ErrorCode.InvalidGroupId], found.Coordinators.Select(coordinator => coordinator.ErrorCode));
        var described = await Client.CallAsync<DescribeGroupsResponse>(new DescribeGroupsRequest { Groups = [tooLong] }, 5);
        Assert.Equal(ErrorCode.InvalidGroupId, described.Groups[0].ErrorCode);
        var joined = await Client.CallAsync<JoinGroupResponse>(
            new JoinGroupRequest
            {
                GroupId = tooLong, SessionTimeoutMs = 10_000, RebalanceTimeoutMs = 10_000, ProtocolType = "consumer",
                Protocols = [new() { Name = "range" }],
            },
            5);
        Assert.Equal(ErrorCode.InvalidGroupId, joined.ErrorCode);
    }

    private async Task<ErrorCode> CommitAsync(string group, string metadata)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = group,
            GenerationIdOrMemberEpoch = -1,
            Topics = [new() { Name = Topic, Partitions = [new() { PartitionIndex = 0, CommittedOffset = 5, CommittedMetadata = metadata }] }],
        };
        return (await Client.CallAsync<OffsetCommitResponse>(request, 9)).Topics[0].Partitions[0].ErrorCode;
    }

    private async Task<OffsetFetchResponse.OffsetFetchResponseGroup> FetchAsync(string group) => (await Client.CallAsync<OffsetFetchResponse>(
        new OffsetFetchRequest { Groups = [new() { GroupId = group, Topics = [new() { Name = Topic, PartitionIndexes = [0] }] }] }, 8)).Groups[0];
}
