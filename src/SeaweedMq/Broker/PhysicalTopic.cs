using System.Globalization;
using System.Text.Json.Serialization;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Broker;

/// <summary>The SeaweedMQ topic, of one partition, that holds one incarnation of one Kafka partition, and the broker that it is on.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name. Begins with an underscore: the broker unloads other topics the moment their last stream ends.</param>
/// <param name="Broker">Whose it is, as HOST:PORT.</param>
/// <param name="RingSize">The slots of the ring.</param>
/// <param name="RangeStart">The first slot.</param>
/// <param name="RangeStop">The slot after the last.</param>
/// <param name="GenerationNs">When the generation was made, ns since 1970.</param>
internal sealed record PhysicalTopic(
    string Namespace, string Name, string Broker, int RingSize, int RangeStart, int RangeStop, long GenerationNs)
{
    /// <summary>Where the filer has the topics of a namespace.</summary>
    public static string FolderOf(string ns) => $"/topics/{ns}";

    /// <summary>Where the filer has its log files.</summary>
    [JsonIgnore]
    public string Folder => string.Create(
        CultureInfo.InvariantCulture,
        $"{FolderOf(Namespace)}/{Name}/v{DateTimeOffset.FromUnixTimeSeconds(GenerationNs / 1_000_000_000):yyyy-MM-dd-HH-mm-ss}/{RangeStart:0000}-{RangeStop:0000}");

    [JsonIgnore]
    public Topic Topic => new() { Namespace = Namespace, Name = Name };

    [JsonIgnore]
    public Partition Partition => new() { RingSize = RingSize, RangeStart = RangeStart, RangeStop = RangeStop, UnixTimeNs = GenerationNs };
}
