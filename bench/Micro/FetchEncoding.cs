using System.Buffers;
using BenchmarkDotNet.Attributes;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Bench.Micro;

/// <summary>A Fetch response of 20 partitions. The batches are referred to, not copied, whatever their size.</summary>
public class FetchEncoding : IDisposable
{
    private const short Version = 12;
    private const int Partitions = 20;
    private readonly KafkaWriter _writer = new();
    private readonly FetchResponse _response = new();

    [Params(100, 10_000)]
    public int RecordsInEach { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var records = new ReadOnlySequence<byte>(Batches.Of(RecordsInEach, valueBytes: 100));
        _response.Responses =
        [
            new() { Topic = "topic", Partitions = [.. Enumerable.Range(0, Partitions).Select(index => new FetchResponse.PartitionData { PartitionIndex = index, Records = records })] },
        ];
    }

    [Benchmark]
    public int Encode()
    {
        _writer.Reset();
        _response.Write(_writer, Version);
        return _writer.GetPieces().Count;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _writer.Dispose();
        GC.SuppressFinalize(this);
    }
}
