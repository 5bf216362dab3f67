using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.OperationsPage.Tests.Data;

/// <summary>Groups as clients make them.</summary>
internal static class Groups
{
    /// <summary>Commits for a group that has no members.</summary>
    public static async Task CommitAsync(WireClient client, string group, string topic, int partition, long offset)
    {
        var response = await client.CallAsync<OffsetCommitResponse>(
            new OffsetCommitRequest
            {
                GroupId = group,
                Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, CommittedOffset = offset }] }],
            },
            9);
        Assert.Equal(ErrorCode.None, response.Topics[0].Partitions[0].ErrorCode);
    }

    /// <summary>The one member of a group, with these partitions of a topic assigned to it.</summary>
    public static async Task<GroupMember> JoinAsync(WireClient client, string group, string topic, params int[] partitions)
    {
        var member = new GroupMember(client, GroupVersions.Newest, group, topic);
        await member.JoinAsync();
        await member.JoinedAsync();
        await member.SendSyncAsync((member.MemberId, Assignment(topic, partitions)));
        await member.SyncedAsync();
        return member;
    }

    private static byte[] Assignment(string topic, int[] partitions) => ConsumerProtocol.Write(
        new ConsumerProtocolAssignment { AssignedPartitions = [new() { Topic = topic, Partitions = [.. partitions] }] }, 0);
}
