using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>A partition of one generation of a topic.</summary>
internal sealed record PartitionKey(string Namespace, string Topic, int Start, int Stop, long UnixTimeNs)
{
    public const int RingSize = 2520;

    /// <summary>Offsets are counted under this, without the generation: a topic made anew goes on with the old ones.</summary>
    public (string, string, int, int) Counter => (Namespace, Topic, Start, Stop);

    /// <summary>Topics with such names are not unloaded when their last stream goes.</summary>
    public bool IsSystemTopic => Topic.StartsWith('_');

    public string TopicFolder => FolderOf(Namespace, Topic);

    public string Folder => $"{TopicFolder}/v{Clock.SecondOf(UnixTimeNs)}/{Start:D4}-{Stop:D4}";

    public static string FolderOf(string space, string topic) => $"/topics/{space}/{topic}";

    public static PartitionKey Of(Topic topic, Partition partition) =>
        new(topic.Namespace, topic.Name, partition.RangeStart, partition.RangeStop, partition.UnixTimeNs);
}
