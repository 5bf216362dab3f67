using System.Buffers.Text;
using BenchmarkDotNet.Attributes;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Standalone;

namespace KafkaGateway.Bench.Micro;

/// <summary>CreateTopics of one topic with one partition, through the socket of a node in memory. The client allocates nothing.</summary>
[InvocationCount(512)]
public class CreatingTopics : IDisposable
{
    private const short Version = 5;
    private const string FirstName = "topic-00000000";
    private const int Digits = 8;
    private readonly byte[] _frame = WireClient.Encode(
        new CreateTopicsRequest { TimeoutMs = 10_000, Topics = [new() { Name = FirstName, NumPartitions = 1, ReplicationFactor = 1 }] },
        CreateTopicsRequest.ApiKey,
        Version);

    private KafkaNode? _node;
    private WireClient? _client;
    private int _created;

    [IterationSetup]
    public void Start()
    {
        _node = KafkaNode.StartAsync().GetAwaiter().GetResult();
        _client = new WireClient(_node.BootstrapServers);
    }

    [Benchmark]
    public int Create()
    {
        var name = _frame.AsSpan().IndexOf("topic-"u8);
        Utf8Formatter.TryFormat(_created++, _frame.AsSpan(name + FirstName.Length - Digits), out _, new('D', Digits));
        return _client!.Exchange(_frame).Length;
    }

    [IterationCleanup]
    public void Stop()
    {
        Dispose();
        _node!.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _client?.Dispose();
        GC.SuppressFinalize(this);
    }
}
