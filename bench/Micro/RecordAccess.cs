using BenchmarkDotNet.Attributes;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Bench.Micro;

/// <summary>Reading the records of one batch.</summary>
public class RecordAccess
{
    private byte[] _batch = [];
    private RecordBatchHeader _header;

    [Params(10, 1_000)]
    public int Records { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _batch = Batches.Of(Records, valueBytes: 100);
        _header = RecordBatchHeader.Read(_batch);
    }

    [Benchmark]
    public long ReadAll()
    {
        var reader = new RecordReader(_header, _batch.AsSpan(RecordBatchLayout.HeaderSize));
        var octets = 0L;
        while (reader.Read())
        {
            octets += reader.Offset + reader.Key.Length + reader.Value.Length;
        }

        return octets;
    }
}
