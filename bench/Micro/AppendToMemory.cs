using BenchmarkDotNet.Attributes;
using KafkaGateway.Storage.Memory;

namespace KafkaGateway.Bench.Micro;

/// <summary>A batch of 1,000 records through a partition into the log in memory.</summary>
[InvocationCount(128)]
public class AppendToMemory
{
    private PartitionBench? _partition;
    private byte[] _batch = [];

    [Params(100, 1_024)]
    public int ValueBytes { get; set; }

    [IterationSetup]
    public void Open()
    {
        _batch = Batches.Of(1_000, ValueBytes);
        _partition = PartitionBench.OpenAsync(new MemoryStorage()).GetAwaiter().GetResult();
    }

    [Benchmark]
    public Task<long> Append() => _partition!.AppendAsync(_batch, acks: 1);

    [IterationCleanup]
    public void Close() => _partition!.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
