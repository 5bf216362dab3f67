using BenchmarkDotNet.Attributes;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Bench.Micro;

/// <summary>A Metadata response of one topic with 1,000 partitions.</summary>
public class MetadataEncoding : IDisposable
{
    private const short Version = 12;
    private const int Partitions = 1_000;
    private readonly KafkaWriter _writer = new();
    private readonly MetadataResponse _response = new()
    {
        Brokers = [new() { NodeId = 1, Host = "127.0.0.1", Port = 9092 }],
        Topics =
        [
            new()
            {
                Name = "topic",
                Partitions = [.. Enumerable.Range(0, Partitions).Select(index => new MetadataResponse.MetadataResponsePartition
                {
                    PartitionIndex = index,
                    LeaderId = 1,
                    ReplicaNodes = [1],
                    IsrNodes = [1],
                })],
            },
        ],
    };

    [Benchmark]
    public int Encode()
    {
        _writer.Reset();
        _response.Write(_writer, Version);
        return _writer.Length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _writer.Dispose();
        GC.SuppressFinalize(this);
    }
}
