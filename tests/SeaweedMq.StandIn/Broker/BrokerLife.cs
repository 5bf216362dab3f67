using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>All that a broker process has in memory. It ends with the process.</summary>
internal sealed class BrokerLife : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _writing = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<PartitionKey, LoadedPartition> _partitions = [];
    private readonly Dictionary<(string, string, int, int), OffsetCounter> _counters = [];

    public BrokerLife(StandInOptions options, IFiler filer, string address)
    {
        (Options, Filer, Over) = (options, filer, _over.Token);
        Topics = new TopicConfigurations(options, filer, address);
        _ = NoteOffsetsDownAsync();
    }

    public StandInOptions Options { get; }

    public IFiler Filer { get; }

    public TopicConfigurations Topics { get; }

    public CancellationToken Over { get; }

    public List<LoadedPartition> Loaded
    {
        get
        {
            lock (_lock)
                return [.. _partitions.Values];
        }
    }

    public LoadedPartition Load(PartitionKey key)
    {
        lock (_lock)
        {
            if (!_partitions.TryGetValue(key, out var partition))
                _partitions[key] = partition = new LoadedPartition(this, key);
            return partition;
        }
    }

    /// <summary>The counter of a partition; it outlives the partition's unloading, and even the topic.</summary>
    public OffsetCounter Counter(PartitionKey key)
    {
        lock (_lock)
        {
            if (!_counters.TryGetValue(key.Counter, out var counter))
                _counters[key.Counter] = counter = new OffsetCounter(Filer, key);
            return counter;
        }
    }

    public void Remove(LoadedPartition partition)
    {
        lock (_lock)
        {
            if (_partitions.GetValueOrDefault(partition.Key) == partition)
                _partitions.Remove(partition.Key);
        }
    }

    /// <summary>Writes unless the process is dead or the filer cannot.</summary>
    public bool TryWrite(Action write)
    {
        lock (_writing)
        {
            Over.ThrowIfCancellationRequested();
            if (Filer.WhyNoWrites is not null)
                return false;
            try
            {
                write();
                return true;
            }
            catch (RpcException)
            {
                return false;
            }
        }
    }

    /// <summary>Notes down now how far offsets were given out, whether the filer writes or not.</summary>
    public void NoteOffsetsDown()
    {
        List<OffsetCounter> counters;
        lock (_lock)
            counters = [.. _counters.Values];
        lock (_writing)
        {
            Over.ThrowIfCancellationRequested();
            counters.ForEach(counter => counter.NoteDown());
        }
    }

    /// <summary>The process dies. When this returns, nothing of it writes any more.</summary>
    public void End()
    {
        lock (_writing)
            _over.Cancel();
    }

    public void Dispose()
    {
        End();
        _over.Dispose();
    }

    private async Task NoteOffsetsDownAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Options.CheckpointInterval, Options.Time);
            while (await timer.WaitForNextTickAsync(Over))
            {
                // What fails is tried again the next time.
                TryWrite(NoteOffsetsDown);
            }
        }
        catch (OperationCanceledException)
        {
            // The process died.
        }
    }
}
