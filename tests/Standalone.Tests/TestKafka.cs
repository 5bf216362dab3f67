using KafkaGateway.Standalone;

namespace KafkaGateway.Behaviour;

/// <summary>A standalone node in memory, always a new one: it starts faster than a test could wait for another.</summary>
internal sealed partial class TestKafka
{
    private const int NodeId = 5;
    private readonly KafkaNode _node;

    private TestKafka(KafkaNode node) => _node = node;

    public static async partial Task<TestKafka> StartAsync(Action<TestKafkaOptions>? configure) =>
        new(await KafkaNode.StartAsync(options =>
        {
            options.Settings["node.id"] = $"{NodeId}";
            foreach (var (name, value) in TestKafkaOptions.From(configure).EffectiveSettings)
                options.Settings[name] = value;
        }));

    public partial string BootstrapServers => _node.BootstrapServers;

    public partial IReadOnlyList<int> NodeIds => [NodeId];

    public partial int FirstLeaderEpoch => 0;

    public partial int LeaderEpochInMetadata => FirstLeaderEpoch;

    public partial string LogDir => "memory";

    public partial ValueTask DisposeAsync() => _node.DisposeAsync();
}
