using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Groups;

/// <summary>Describes a group of either kind: those of KIP-848, where the broker has them, then classic ones.</summary>
internal static class GroupDescribing
{
    private const string ConsumerType = "consumer";

    public static async Task<GroupDescription> DescribeAsync(Session session, string group)
    {
        var coordinator = await session.Client.NodeAsync((await session.Coordinators.FindAsync(group, session.Stop)).Id, session.Stop);
        var described = coordinator.Served.ContainsKey(KafkaApis.ConsumerGroupDescribe.Key) ? await DescribeNewAsync(session, group) : null;
        return described ?? await DescribeClassicAsync(session, group);
    }

    /// <summary>The group, or a one-line error where there is none of that name.</summary>
    public static async Task<GroupDescription> DescribeExistingAsync(Session session, string group) =>
        await DescribeAsync(session, group) is { Exists: true } described
            ? described
            : throw new BrokerErrorException(ErrorCode.GroupIdNotFound, $"group {group}", "it does not exist");

    /// <summary>Null for a group that is not of this kind, or does not exist.</summary>
    private static async Task<GroupDescription?> DescribeNewAsync(Session session, string group)
    {
        try
        {
            var response = await session.Coordinators.CallAsync<ConsumerGroupDescribeResponse>(
                group,
                new ConsumerGroupDescribeRequest { GroupIds = [group] },
                answer => BrokerErrorException.ThrowIfFailed(answer.Groups[0].ErrorCode, $"group {group}", answer.Groups[0].ErrorMessage),
                session.Stop);
            var described = response.Groups[0];
            return new GroupDescription(group, described.GroupState, described.AssignorName, [.. described.Members.Select(Member)]);
        }
        catch (BrokerErrorException other) when (other.Code is ErrorCode.GroupIdNotFound or ErrorCode.UnsupportedVersion)
        {
            return null;
        }
    }

    private static async Task<GroupDescription> DescribeClassicAsync(Session session, string group)
    {
        try
        {
            var response = await session.Coordinators.CallAsync<DescribeGroupsResponse>(
                group,
                new DescribeGroupsRequest { Groups = [group] },
                answer => BrokerErrorException.ThrowIfFailed(answer.Groups[0].ErrorCode, $"group {group}", answer.Groups[0].ErrorMessage),
                session.Stop);
            var described = response.Groups[0];
            return new GroupDescription(
                group, described.GroupState, described.ProtocolData, [.. described.Members.Select(member => Member(member, described.ProtocolType))]);
        }
        catch (BrokerErrorException missing) when (missing.Code == ErrorCode.GroupIdNotFound)
        {
            return new GroupDescription(group, GroupStates.Dead, "", []);
        }
    }

    private static GroupMember Member(ConsumerGroupDescribeResponse.Member member) => new(
        member.MemberId,
        member.InstanceId,
        member.ClientId,
        member.ClientHost,
        [
            .. member.Assignment.TopicPartitions
                .SelectMany(topic => topic.Partitions, (topic, partition) => new TopicPartition(topic.TopicName, partition))
                .Order(),
        ]);

    private static GroupMember Member(DescribeGroupsResponse.DescribedGroupMember member, string protocolType) => new(
        member.MemberId,
        member.GroupInstanceId,
        member.ClientId,
        member.ClientHost,
        protocolType == ConsumerType ? [.. Assignment(member.MemberAssignment).Order()] : []);

    /// <summary>It is empty while the group rebalances, and nobody has checked it.</summary>
    private static IEnumerable<TopicPartition> Assignment(ReadOnlyMemory<byte> blob) =>
        ConsumerProtocol.Read<ConsumerProtocolAssignment>(blob)?.AssignedPartitions
            .SelectMany(topic => topic.Partitions, (topic, partition) => new TopicPartition(topic.Topic, partition)) ?? [];
}
