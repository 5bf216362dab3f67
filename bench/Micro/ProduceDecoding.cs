using System.Buffers;
using BenchmarkDotNet.Attributes;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Bench.Micro;

/// <summary>A Produce request with a batch for each partition. The batches are slices of the frame, whatever their size.</summary>
public class ProduceDecoding
{
    private const short Version = 9;
    private byte[] _body = [];

    [Params(20)]
    public int Partitions { get; set; }

    [Params(10, 1_000)]
    public int RecordsInEach { get; set; }

    [GlobalSetup]
    public void Encode()
    {
        var records = new ReadOnlySequence<byte>(Batches.Of(RecordsInEach, valueBytes: 100));
        var request = new ProduceRequest
        {
            TopicData =
            [
                new() { Name = "topic", PartitionData = [.. Enumerable.Range(0, Partitions).Select(index => new ProduceRequest.PartitionProduceData { Index = index, Records = records })] },
            ],
        };
        using var writer = new KafkaWriter();
        request.Write(writer, Version);
        _body = writer.ToArray();
    }

    [Benchmark]
    public ProduceRequest Decode()
    {
        var reader = new KafkaReader(_body);
        var request = new ProduceRequest();
        request.Read(ref reader, Version);
        return request;
    }
}
