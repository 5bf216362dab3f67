using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// Brings the batches of a tail to the broker, over one stream that is kept open as long as the log, and opened again whenever it breaks; then all
/// that is not on the disk is sent again.
/// </summary>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly PartitionKey _key;
    private readonly string _broker;
    private readonly Tail _tail;
    private readonly Lock _gate;
    private readonly Ownership _ownership;
    private readonly MessageClock _clock;
    private readonly SeaweedMqOptions _options;
    private readonly Func<CancellationToken, Task<PublishSession>> _open;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _work = new(0);
    // What was sent and not answered: batches, and markers that are none.
    private readonly Queue<bool> _unanswered = new();
    private readonly LinkedList<(long Number, TaskCompletionSource Done)> _waiters = new();
    private PublishSession _session;
    private Task _running = Task.CompletedTask;
    private long _answered;
    private long _written;
    private bool _isMarkerDue;
    private bool _leaps;

    public Publisher(
        PartitionKey key,
        string broker,
        Tail tail,
        Lock gate,
        Ownership ownership,
        PublishSession session,
        MessageClock clock,
        Func<CancellationToken, Task<PublishSession>> open,
        SeaweedMqOptions options,
        TimeProvider time,
        ILogger logger)
    {
        (_key, _broker, _tail, _gate, _ownership, _session, _clock, _open) = (key, broker, tail, gate, ownership, session, clock, open);
        (_options, _time, _logger) = (options, time, logger);
        _answered = _written = time.GetTimestamp();
    }

    /// <summary>The first file that holds what this stream has sent; null while there is no stream.</summary>
    public string? FirstFile { get; private set; }

    /// <summary>The timestamp of the last message.</summary>
    public long ClockNs => _clock.Last;

    public void Start()
    {
        FirstFile = _session.FirstFile;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Says that there is more in the tail. Called under the gate; completes when the broker has all of it.</summary>
    public Task SendAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.AddLast((_tail.End, done));
        _work.Release();
        if (_ownership.Fenced is not null)
            EndWaiters();
        return done.Task;
    }

    /// <summary>To be called now and then: gives up a stream whose broker is silent, or does not get to write out what it has.</summary>
    public void Check()
    {
        lock (_gate)
        {
            if (FirstFile is null || _unanswered.Count == 0)
                _answered = _time.GetTimestamp();
            if (FirstFile is null || _tail.UndurableBytes == 0)
                _written = _time.GetTimestamp();
            var isOverdue = _time.GetElapsedTime(_written) >= _options.FlushPatience;
            if (!isOverdue && _time.GetElapsedTime(_answered) < _options.CallTimeout)
                return;
            if (isOverdue)
                SeaweedMqLog.FlushOverdue(_logger, _key, _tail.UndurableBytes, _options.FlushPatience);
            _answered = _written = _time.GetTimestamp();
        }

        _ = _session.AbortAsync().AsTask();
    }

    /// <summary>Something has come to the disk. Called under the gate.</summary>
    public void Progressed() => _written = _time.GetTimestamp();

    /// <summary>
    /// Sends a marker behind what was sent, so that the files tell whether that is on the disk. One with a late timestamp has the broker write out
    /// what it has at once; the others wait for its interval.
    /// </summary>
    public void Mark(bool leaps = false)
    {
        lock (_gate)
            (_isMarkerDue, _leaps) = (true, _leaps || leaps);
        _work.Release();
    }

    /// <summary>Ends those who wait, after the owner was fenced.</summary>
    public void EndWaiters()
    {
        lock (_gate)
        {
            foreach (var (_, done) in _waiters)
                done.TrySetException(new FencedException(_ownership.Fenced!.Message, _ownership.Fenced));
            _waiters.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _work.Release();
        await _running;
        await _session.AbortAsync();
        lock (_gate)
        {
            foreach (var (_, done) in _waiters)
                done.TrySetException(new StorageException($"The log of {_key} was closed"));
            _waiters.Clear();
        }

        _stopping.Dispose();
        _work.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            using var broken = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            var reading = ReadAcksAsync(_session);
            var writing = WriteAsync(_session, broken.Token);
            var ended = await Task.WhenAny(reading, writing);
            await broken.CancelAsync();
            if (_stopping.IsCancellationRequested)
            {
                await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await _session.EndAsync(reading);
                return;
            }

            await _session.AbortAsync();
            await Task.WhenAll(reading, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var reason = ended.Exception?.InnerException?.Message ?? "it was given up";
            lock (_gate)
            {
                FirstFile = null;
                _unanswered.Clear();
                _tail.Rewind();
                SeaweedMqLog.StreamBroken(_logger, _key, _broker, _tail.UndurableBytes, reason);
            }

            await ReopenAsync();
        }
    }

    private async Task ReopenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_options.ReopenAfter + (_options.ReopenAfter * Random.Shared.NextDouble() / 4), _time, _stopping.Token);
                await _ownership.ConfirmAsync(_stopping.Token);
                var session = await _open(_stopping.Token);
                lock (_gate)
                {
                    (_session, FirstFile) = (session, session.FirstFile);
                    _answered = _written = _time.GetTimestamp();
                    SeaweedMqLog.StreamRestored(_logger, _key, _broker, (int)(_tail.End - _tail.Sent));
                }

                _work.Release();
                return;
            }
            catch (FencedException)
            {
                EndWaiters();
                await _stopping.CancelAsync();
            }
            catch (Exception failure) when (failure is StorageException or OperationCanceledException)
            {
                // Tried again until the log is closed.
            }
        }
    }

    private async Task WriteAsync(PublishSession session, CancellationToken broken)
    {
        while (!broken.IsCancellationRequested)
        {
            LogBatch? batch = null;
            long? markerNs = null;
            lock (_gate)
            {
                if (_tail.Sent < _tail.End && (_tail.BytesOnTheirWay == 0 || _tail.BytesOnTheirWay < _options.WindowBytes))
                {
                    if (_unanswered.Count == 0)
                        _answered = _time.GetTimestamp();
                    batch = _tail.Send();
                    _unanswered.Enqueue(true);
                }
                else if (_isMarkerDue && _tail.Sent == _tail.End)
                {
                    markerNs = _leaps ? MessageClock.Leap(_clock.Last, _time, _options.FlushInterval) : 0;
                    (_isMarkerDue, _leaps) = (false, false);
                    _unanswered.Enqueue(false);
                }
            }

            if (batch is { } next)
                await session.WriteAsync(next);
            else if (markerNs is { } timestampNs)
                await session.WriteMarkerAsync(Math.Max(timestampNs, _clock.Next()));
            else
                await ((Task)_work.WaitAsync(broken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAcksAsync(PublishSession session)
    {
        while (true)
        {
            var message = await session.ReadAckAsync();
            lock (_gate)
            {
                _answered = _time.GetTimestamp();
                if (!_unanswered.Dequeue())
                    continue;
                _tail.Ack(message);
                while (_waiters.First is { } waiter && waiter.Value.Number <= _tail.Acked)
                {
                    _waiters.RemoveFirst();
                    waiter.Value.Done.TrySetResult();
                }
            }

            if (_work.CurrentCount == 0)
                _work.Release();
        }
    }
}
