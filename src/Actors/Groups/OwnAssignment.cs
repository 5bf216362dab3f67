using KafkaGateway.Contracts;
using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Groups.Assignors;

namespace KafkaGateway.Actors.Groups;

/// <summary>Assigns for a leader that sends no assignment, where the chosen protocol names an assignor that we have.</summary>
internal static class OwnAssignment
{
    public static bool CanAssign(ClassicGroup group) => group.UsesConsumerProtocol && AssignorCatalog.Find(group.ProtocolName) is not null;

    /// <summary>Every member's assignment blob, in the version of its own subscription.</summary>
    public static Dictionary<string, ReadOnlyMemory<byte>> Assign(ClassicGroup group, TopicCatalogSnapshot topics)
    {
        var members = group.Members
            .Select(member => new LeaderAssignment.Member(member.MemberId, member.GroupInstanceId, member.Metadata(group.ProtocolName)))
            .ToList();
        var counts = members
            .SelectMany(member => member.ReadTopics())
            .Distinct()
            .Select(topics.Find)
            .OfType<TopicCatalogEntry>()
            .ToDictionary(entry => entry.Name, entry => entry.PartitionCount);
        return LeaderAssignment.Make(AssignorCatalog.Find(group.ProtocolName)!, members, counts);
    }
}
