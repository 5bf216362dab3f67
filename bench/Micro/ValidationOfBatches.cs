using BenchmarkDotNet.Attributes;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Bench.Micro;

/// <summary>What batch.validation costs for a batch of 1,000 records.</summary>
public class ValidationOfBatches
{
    private const int Records = 1_000;
    private readonly BatchRules _full = new() { Validation = BatchValidation.Full };
    private readonly BatchRules _header = new() { Validation = BatchValidation.Header };
    private long _now;
    private byte[] _batch = [];

    [Params(100, 1_024)]
    public int ValueBytes { get; set; }

    [Params(CompressionType.None, CompressionType.Lz4)]
    public CompressionType Compression { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _batch = Batches.Of(Records, ValueBytes, Compression);
        _now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        if (BatchValidator.Validate(_batch, _full, _now).Fault is { } fault)
        {
            throw new InvalidOperationException(fault.Message);
        }
    }

    [Benchmark]
    public long Full() => BatchValidator.Validate(_batch, _full, _now).RecordBytes;

    [Benchmark]
    public long Header() => BatchValidator.Validate(_batch, _header, _now).RecordBytes;
}
