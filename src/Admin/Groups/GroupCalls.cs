using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Groups;

/// <summary>What is asked of groups and their coordinators.</summary>
internal static class GroupCalls
{
    /// <summary>All groups of the cluster, by name: each node knows those that it coordinates.</summary>
    public static async Task<IReadOnlyList<ListedGroup>> ListAsync(Session session)
    {
        var client = session.Client;
        var nodes = (await client.MetadataAsync([], session.Stop)).Nodes;
        var answers = await Task.WhenAll(nodes.Select(node => client.RetryAsync(
            async () =>
            {
                var answer = await client.CallNodeAsync<ListGroupsResponse>(node.Id, new ListGroupsRequest(), session.Stop);
                BrokerErrorException.ThrowIfFailed(answer.ErrorCode, $"groups of broker {node.Address}");
                return answer;
            },
            session.Stop)));
        return
        [
            .. answers.SelectMany(answer => answer.Groups)
                .DistinctBy(group => group.GroupId)
                .Select(group => new ListedGroup(group.GroupId, group.GroupType, group.ProtocolType, group.GroupState))
                .OrderBy(group => group.Group, StringComparer.Ordinal),
        ];
    }

    /// <summary>What a group has committed.</summary>
    public static async Task<IReadOnlyDictionary<TopicPartition, long>> CommittedAsync(Session session, string group)
    {
        var coordinator = await session.Client.NodeAsync((await session.Coordinators.FindAsync(group, session.Stop)).Id, session.Stop);
        var request = coordinator.VersionOf(KafkaApis.OffsetFetch) >= CommittedOffsets.FirstForManyGroups
            ? new OffsetFetchRequest { Groups = [new() { GroupId = group, Topics = null }] }
            : new OffsetFetchRequest { GroupId = group, Topics = null! };
        var response = await session.Coordinators.CallAsync<OffsetFetchResponse>(
            group, request, answer => CommittedOffsets.Check(answer, group), session.Stop);
        return CommittedOffsets.From(response);
    }

    /// <summary>Commits offsets in the name of a group.</summary>
    public static Task CommitAsync(
        Session session, string group, MemberIdentity member, IEnumerable<KeyValuePair<TopicPartition, long>> offsets, CancellationToken cancellationToken)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = group,
            GenerationIdOrMemberEpoch = member.GenerationId,
            MemberId = member.MemberId,
            Topics =
            [
                .. offsets.GroupBy(offset => offset.Key.Topic).Select(topic => new OffsetCommitRequest.OffsetCommitRequestTopic
                {
                    Name = topic.Key,
                    Partitions = [.. topic.Select(offset => new OffsetCommitRequest.OffsetCommitRequestPartition
                    {
                        PartitionIndex = offset.Key.Partition,
                        CommittedOffset = offset.Value,
                        CommittedMetadata = "",
                    })],
                }),
            ],
        };
        return session.Coordinators.CallAsync<OffsetCommitResponse>(
            group,
            request,
            answer =>
            {
                foreach (var topic in answer.Topics)
                {
                    foreach (var partition in topic.Partitions)
                        BrokerErrorException.ThrowIfFailed(partition.ErrorCode, $"group {group}, {new TopicPartition(topic.Name, partition.PartitionIndex)}");
                }
            },
            cancellationToken);
    }
}
