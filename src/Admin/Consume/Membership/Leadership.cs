using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Groups.Assignors;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Consume.Membership;

/// <summary>What falls to the member that leads its group: it shares the partitions out, and looks whether they have become others.</summary>
internal sealed class Leadership(KafkaClient client)
{
    // Null while somebody else leads.
    private Dictionary<string, int>? _sharedOut;

    /// <summary>Each member's share, as the protocol that was chosen has it.</summary>
    public async Task<Dictionary<string, ReadOnlyMemory<byte>>> ShareOutAsync(JoinGroupResponse joined, CancellationToken cancellationToken)
    {
        var assignor = AssignorCatalog.Find(joined.ProtocolName)
            ?? throw new AdminException($"the group's protocol is '{joined.ProtocolName}'; known here are {string.Join(", ", AssignorCatalog.Names)}");
        var members = joined.Members
            .Select(member => new LeaderAssignment.Member(member.MemberId, member.GroupInstanceId, member.Metadata))
            .ToList();
        _sharedOut = await PartitionCountsAsync(members.SelectMany(member => member.ReadTopics()).Distinct(), cancellationToken);
        return LeaderAssignment.Make(assignor, members, _sharedOut);
    }

    /// <summary>Somebody else leads now, and sends the shares.</summary>
    public Dictionary<string, ReadOnlyMemory<byte>> GiveUp()
    {
        _sharedOut = null;
        return [];
    }

    /// <summary>Whether the topics still have the partitions that were shared out.</summary>
    public async Task<bool> IsUpToDateAsync(CancellationToken cancellationToken)
    {
        if (_sharedOut is not { } known)
            return true;
        var counts = await PartitionCountsAsync(known.Keys, cancellationToken);
        return known.All(topic => counts.GetValueOrDefault(topic.Key) == topic.Value);
    }

    // A topic that does not exist counts as one of no partitions: it may come.
    private async Task<Dictionary<string, int>> PartitionCountsAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        var metadata = await client.RetryAsync(() => client.MetadataAsync(topics, cancellationToken), cancellationToken);
        return metadata.Topics.ToDictionary(topic => topic.Name, topic => topic.Partitions.Count);
    }
}
