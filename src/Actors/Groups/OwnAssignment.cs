using KafkaGateway.Actors.Assignors;
using KafkaGateway.Contracts;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>Assigns for a leader that sends no assignment, where the chosen protocol names an assignor that we have.</summary>
internal static class OwnAssignment
{
    public static bool CanAssign(ClassicGroup group) => group.UsesConsumerProtocol && AssignorCatalog.Find(group.ProtocolName) is not null;

    /// <summary>Every member's assignment blob, in the version of its own subscription.</summary>
    public static Dictionary<string, ReadOnlyMemory<byte>> Assign(ClassicGroup group, TopicCatalogSnapshot topics)
    {
        var members = group.Members
            .Select(member => new AssignorMember(
                member.MemberId,
                member.GroupInstanceId,
                Subscriptions.Read(member.Metadata(group.ProtocolName))?.Topics.ToHashSet() ?? []))
            .ToList();
        var counts = members
            .SelectMany(member => member.Topics)
            .Distinct()
            .Select(topics.Find)
            .OfType<TopicCatalogEntry>()
            .ToDictionary(entry => entry.Name, entry => entry.PartitionCount);
        var assigned = AssignorCatalog.Find(group.ProtocolName)!.Assign(members, counts);
        return group.Members.ToDictionary(
            member => member.MemberId,
            member => Encode(assigned[member.MemberId], Subscriptions.VersionOf(member.Metadata(group.ProtocolName))));
    }

    private static ReadOnlyMemory<byte> Encode(IReadOnlyList<Contracts.Storage.TopicPartition> partitions, short version)
    {
        version = Math.Clamp(version, ConsumerProtocolAssignment.LowestVersion, ConsumerProtocolAssignment.HighestVersion);
        var assignment = new ConsumerProtocolAssignment
        {
            AssignedPartitions = [.. partitions.GroupBy(partition => partition.Topic).Select(topic =>
                new ConsumerProtocolAssignment.TopicPartition
                {
                    Topic = topic.Key,
                    Partitions = [.. topic.Select(partition => partition.Partition)],
                })],
        };
        using var writer = new KafkaWriter();
        writer.WriteInt16(version);
        assignment.Write(writer, version);
        return writer.ToArray();
    }
}
