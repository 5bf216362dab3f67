using BenchmarkDotNet.Attributes;
using KafkaGateway.Storage.Local;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Bench.Micro;

/// <summary>A batch of 1,000 records through a partition into segment files. Acks -1 waits for the disk, and nobody shares the wait.</summary>
[InvocationCount(64)]
public class AppendToLocalLog
{
    private PartitionBench? _partition;
    private string _folder = "";
    private byte[] _batch = [];

    [Params(100, 1_024)]
    public int ValueBytes { get; set; }

    [Params(1, -1)]
    public short Acks { get; set; }

    [IterationSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("kafka-gateway-bench-").FullName;
        _batch = Batches.Of(1_000, ValueBytes);
        _partition = OpenAsync().GetAwaiter().GetResult();
    }

    [Benchmark]
    public Task<long> Append() => _partition!.AppendAsync(_batch, Acks);

    [IterationCleanup]
    public void Close()
    {
        _partition!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<PartitionBench> OpenAsync() =>
        await PartitionBench.OpenAsync(await LocalStorage.OpenAsync(_folder, options: null, NullLogger.Instance));
}
