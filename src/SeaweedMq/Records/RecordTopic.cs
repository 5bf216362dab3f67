using System.Text;
using Google.Protobuf;
using KafkaGateway.Contracts;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>One incarnation of a topic that others have made, as its topic.conf in the filer has it.</summary>
/// <param name="Namespace">Its SeaweedMQ namespace.</param>
/// <param name="Name">Its name, there and in Kafka.</param>
/// <param name="Partitions">Its partitions in Kafka's order, which is that of their ranges.</param>
/// <param name="RecordType">What its values are made of; null where they are any bytes.</param>
internal sealed record RecordTopic(string Namespace, string Name, IReadOnlyList<PhysicalTopic> Partitions, RecordType? RecordType)
{
    /// <summary>The file that says of a folder that it is a topic.</summary>
    public const string ConfigurationFile = "topic.conf";

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>A topic that is configured anew with another number of partitions begins again, and is another one.</summary>
    public Guid TopicId => ForeignTopicIds.Of(Namespace, Name, Partitions[0].GenerationNs);

    public TopicCatalogEntry Entry => new(Name, TopicId, Partitions.Count);

    /// <summary>Null where the file says nothing of partitions, or is none.</summary>
    public static RecordTopic? Parse(string ns, string name, ReadOnlyMemory<byte> configuration)
    {
        try
        {
            var parsed = Parser.Parse<ConfigureTopicResponse>(Encoding.UTF8.GetString(configuration.Span));
            var assigned = parsed.BrokerPartitionAssignments
                .Where(assignment => assignment.Partition is not null)
                .OrderBy(assignment => assignment.Partition.RangeStart)
                .Select(assignment => new PhysicalTopic(
                    ns,
                    name,
                    assignment.LeaderBroker,
                    assignment.Partition.RingSize,
                    assignment.Partition.RangeStart,
                    assignment.Partition.RangeStop,
                    assignment.Partition.UnixTimeNs))
                .ToList();
            return assigned.Count > 0 ? new RecordTopic(ns, name, assigned, parsed.MessageRecordType) : null;
        }
        catch (Exception damaged) when (damaged is InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }
}
