using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Produce;

/// <summary>Spreads records over the lanes of a topic's partitions. The first lane that fails ends it.</summary>
internal sealed class RecordProducer : IDisposable
{
    private readonly Dictionary<int, PartitionLane> _lanes;
    private readonly Partitioner _partitioner;
    private readonly CancellationTokenSource _stop;
    private Exception? _failure;

    public RecordProducer(TopicLeaders topic, ProducerSettings settings, ProducerIdentity identity, BatchSender sender, CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _partitioner = new Partitioner(topic.Partitions);
        _lanes = topic.Partitions.ToDictionary(
            partition => partition,
            partition => new PartitionLane(settings, identity, batch => sender.SendAsync(partition, batch, _stop.Token), _stop.Token));
        foreach (var lane in _lanes.Values)
            _ = WatchAsync(lane);
    }

    /// <summary>Takes a record, and waits where its partition lags behind.</summary>
    /// <exception cref="OperationCanceledException">A lane has failed, or the whole is to stop.</exception>
    public async ValueTask AddAsync(InputRecord record, long timestampMs)
    {
        _stop.Token.ThrowIfCancellationRequested();
        var partition = _partitioner.Choose(record);
        if (_lanes[partition].IsFullFor(record))
        {
            await CloseAsync(partition);
            partition = _partitioner.Choose(record);
        }

        _lanes[partition].Add(record, timestampMs);
    }

    /// <summary>Sends what there is, full or not.</summary>
    public async Task FlushAsync()
    {
        foreach (var partition in _lanes.Keys)
            await CloseAsync(partition);
    }

    /// <summary>Sends what there is, and returns when all is acknowledged.</summary>
    public async Task CompleteAsync()
    {
        await FlushAsync();
        foreach (var lane in _lanes.Values)
            lane.Complete();
        await Task.WhenAll(_lanes.Values.Select(lane => lane.Sending));
    }

    /// <summary>What the lane that failed first failed with.</summary>
    public Exception? Failure => _failure;

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var lane in _lanes.Values)
            lane.Dispose();
        _stop.Dispose();
    }

    private async ValueTask CloseAsync(int partition)
    {
        await _lanes[partition].CloseBatchAsync(_stop.Token);
        _partitioner.Closed(partition);
    }

    private async Task WatchAsync(PartitionLane lane)
    {
        try
        {
            await lane.Sending;
        }
        catch (OperationCanceledException)
        {
            // Another lane has failed, or the whole is to stop.
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            await _stop.CancelAsync();
        }
    }
}
