using KafkaGateway.SeaweedMq.StandIn.Hosting;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>A partition in the broker's memory, with what writes it to disk.</summary>
internal sealed class LoadedPartition
{
    private readonly BrokerLife _life;
    private readonly FlushQueue _queue;
    private readonly CancellationTokenSource _over;
    private readonly Task _writer;
    private int _streams;
    private int _isStopping;

    public LoadedPartition(BrokerLife life, PartitionKey key)
    {
        (_life, Key) = (life, key);
        _over = CancellationTokenSource.CreateLinkedTokenSource(life.Over);
        _queue = new FlushQueue(life.Options);
        Buffer = new LogBuffer(life.Options, _queue, LogFiles.FirstCount(life.Filer, key));
        _writer = _queue.RunAsync(WriteAsync, life.Over);
        _ = SealInTimeAsync();
    }

    public PartitionKey Key { get; }

    public LogBuffer Buffer { get; }

    /// <summary>Beats when a subscription of this partition ends.</summary>
    public Pulse SubscriberLeft { get; } = new();

    public void Enter() => Interlocked.Increment(ref _streams);

    /// <summary>The last stream unloads the partition on its way out, unless the topic's name begins with an underscore.</summary>
    public async Task LeaveAsync()
    {
        if (Interlocked.Decrement(ref _streams) == 0 && !Key.IsSystemTopic && !_life.Over.IsCancellationRequested)
            await UnloadAsync();
    }

    /// <summary>Writes all and goes. A stream that comes before it is gone still finds it, and what it sends is never written.</summary>
    public async Task UnloadAsync()
    {
        try
        {
            Stop();
            await _writer;
            await Task.Delay(_life.Options.UnloadTime, _life.Options.Time, _life.Over);
            _life.Remove(this);
        }
        catch (OperationCanceledException)
        {
            // The process died meanwhile.
        }
    }

    /// <summary>From now on nothing more is written than what was there.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopping, 1) == 1)
            return;
        _ = Buffer.SealAsync();
        _queue.Stop();
        _over.Cancel();
    }

    private async Task WriteAsync(LogWindow window, CancellationToken cancellation)
    {
        do
            await _life.Filer.WaitUntilWritableAsync(cancellation);
        while (!_life.TryWrite(() => LogFiles.Append(_life.Filer, Key, window, Buffer.Count, _life.Options.Time)));
        Buffer.TellFlushed(window.StopTsNs);
    }

    private async Task SealInTimeAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(_life.Options.FlushInterval, _life.Options.Time);
            while (await timer.WaitForNextTickAsync(_over.Token))
                await Buffer.SealAsync().WaitAsync(_over.Token);
        }
        catch (OperationCanceledException)
        {
            // Unloaded, or the process died.
        }
    }
}
