using System.Collections.Concurrent;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Filer;
using KafkaGateway.SeaweedMq.Logs;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.SeaweedMq;

/// <summary>Record logs on SeaweedMQ brokers: each incarnation of each partition is a SeaweedMQ topic of its own.</summary>
public sealed class SeaweedRecordLogs : IRecordLogs, IAsyncDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<PartitionKey, SeaweedRecordLog> _open = new();
    private readonly Guid _process = Guid.NewGuid();
    private readonly SeaweedMqOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Channels _channels;
    private readonly FilerClient _filer;
    private readonly PartitionRecords _records;
    private readonly PhysicalTopics _topics;
    private readonly FilerEvents _events;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _checking;

    /// <summary>Begins to listen to the filer. Whether anything answers shows when the first log is opened.</summary>
    public SeaweedRecordLogs(SeaweedMqOptions options, ILogger logger, TimeProvider? time = null)
    {
        (_options, _logger, _time) = (options, logger, time ?? TimeProvider.System);
        _channels = new Channels(options.Tls);
        var cluster = new SeaweedCluster(options, _channels);
        _filer = new FilerClient(cluster, _channels, options);
        _records = new PartitionRecords(_filer, options.Namespace);
        _topics = new PhysicalTopics(cluster, _channels, options);
        _events = new FilerEvents(_filer, PhysicalTopic.FolderOf(options.Namespace), logger);
        _checking = Task.Run(CheckAsync);
    }

    /// <summary>The partitions whose logs this process has open.</summary>
    public IReadOnlyList<PartitionKey> Open => [.. _open.Keys];

    /// <inheritdoc/>
    public async ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken)
    {
        if (_open.TryRemove(key, out var former))
        {
            if (former.Ownership.LeaderEpoch > leaderEpoch)
            {
                _open.TryAdd(key, former);
                throw FencedException.ByLaterOwner(key, leaderEpoch, former.Ownership.LeaderEpoch);
            }

            former.Fence(FencedException.ByLaterOwner(key, former.Ownership.LeaderEpoch, leaderEpoch));
        }

        var (record, waitFor) = await TakeAsync(key, leaderEpoch, cancellationToken);
        var ownership = new Ownership(key, _records, record, _options.Lease, _time);
        var log = await OpenAsync(key, ownership, waitFor, cancellationToken);
        _open[key] = log;
        return log;
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        if (_open.TryRemove(key, out var open))
        {
            open.Fence(FencedException.ByDeletion(key, open.Ownership.LeaderEpoch));
            await open.EndAsync();
        }

        // The record goes first: who still believes to be the owner learns from that.
        if (await _records.ReadAsync(key, cancellationToken) is not { } record)
            return;
        await _records.DeleteAsync(key, cancellationToken);
        await _filer.DeleteAsync(PhysicalTopic.FolderOf(record.Topic.Namespace), record.Topic.Name, cancellationToken);
    }

    /// <summary>Closes the logs that this process has open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_open.Values.Select(log => log.DisposeAsync().AsTask()));
        await _checking;
        await _events.DisposeAsync();
        _filer.Dispose();
        _channels.Dispose();
        _stopping.Dispose();
    }

    // Writes down who the owner is from now on, and says how long the former one may go on believing that it is him.
    private async Task<(PartitionRecord Record, TimeSpan WaitFor)> TakeAsync(PartitionKey key, int leaderEpoch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await _records.ReadAsync(key, cancellationToken);
            if (stored is null)
            {
                var topic = await _topics.MakeAsync($"_{PartitionRecords.NameOf(key)}-{Random.Shared.Next():x8}", cancellationToken);
                var made = new PartitionRecord { Topic = topic, LeaderEpoch = leaderEpoch, Term = 1, Process = _process, LeaseMs = LeaseMs };
                if (await _records.CreateAsync(key, made, cancellationToken))
                    return (made, TimeSpan.Zero);
                await _filer.DeleteAsync(PhysicalTopic.FolderOf(topic.Namespace), topic.Name, cancellationToken);
                continue;
            }

            if (stored.LeaderEpoch > leaderEpoch)
                throw FencedException.ByLaterOwner(key, leaderEpoch, stored.LeaderEpoch);
            var taken = stored with { LeaderEpoch = leaderEpoch, Term = stored.Term + 1, Process = _process, LeaseMs = LeaseMs, Writes = 0 };
            if (await _records.ReplaceAsync(key, stored, taken, cancellationToken))
                return (taken, stored.Process == _process ? TimeSpan.Zero : TimeSpan.FromMilliseconds(stored.LeaseMs));
        }
    }

    private long LeaseMs => (long)_options.Lease.TotalMilliseconds;

    private async Task<SeaweedRecordLog> OpenAsync(PartitionKey key, Ownership ownership, TimeSpan waitFor, CancellationToken cancellationToken)
    {
        if (waitFor > TimeSpan.Zero)
            await Task.Delay(waitFor, _time, cancellationToken);
        var topic = ownership.Record.Topic;
        var clock = new MessageClock(_time);
        var files = new LogFiles(_filer, topic.Folder, _options.ReadBytes);
        var session = await OpenSessionAsync(cancellationToken);
        try
        {
            var scan = new LogScan(files, ownership.Record);
            await ScanAsync(scan, session.Barrier, topic, cancellationToken);
            SeaweedMqLog.Opened(_logger, key, ownership.LeaderEpoch, scan.NextOffset, scan.BytesRead, scan.FilesRead);
            await ownership.WriteAsync(
                record => record with
                {
                    Files = scan.Files,
                    Epochs = scan.Epochs,
                    NextFile = session.FirstFile,
                    NextOffset = scan.NextOffset,
                    Terms = scan.Terms,
                    BarrierTerm = ownership.Term,
                },
                cancellationToken);
            var gate = new Lock();
            var tail = new Tail(scan.NextOffset, _options.TailBytes);
            var publisher = new Publisher(key, topic.Broker, tail, gate, ownership, session, OpenSessionAsync, _options, _time, _logger);
            var log = new SeaweedRecordLog(
                key, ownership, scan, files, tail, gate, publisher, _options, _time, closed => _open.TryRemove(new(key, closed)));
            log.Listen(_events, topic.Folder);
            return log;
        }
        catch
        {
            await session.AbortAsync();
            throw;
        }

        Task<PublishSession> OpenSessionAsync(CancellationToken cancellationToken) => PublishSession.OpenAsync(
            token => PublishStream.OpenAsync(_channels, topic, _options.CallTimeout, token),
            ownership.Record,
            clock,
            _options.FlushInterval,
            _options.CallTimeout,
            cancellationToken);
    }

    // The barrier is written out at once, unless the broker's interval is longer than the options say.
    private async Task ScanAsync(LogScan scan, long barrier, PhysicalTopic topic, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var changed = new SemaphoreSlim(0);
        using var listening = _events.Listen(topic.Folder, _ => changed.Release());
        while (!await scan.ReadOnAsync(barrier, cancellationToken))
        {
            if (_time.GetElapsedTime(started) > _options.CallTimeout + (2 * _options.FlushInterval))
                throw new StorageException($"The broker {topic.Broker} has not written out {topic.Name} in {_time.GetElapsedTime(started).TotalSeconds:0} s");
            await changed.WaitAsync(LookAgainAfter, cancellationToken);
        }
    }

    private async Task CheckAsync()
    {
        using var timer = new PeriodicTimer(CheckEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                foreach (var log in _open.Values)
                    await CheckAsync(log);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task CheckAsync(SeaweedRecordLog log)
    {
        try
        {
            await log.CheckAsync(_stopping.Token);
        }
        catch (StorageException)
        {
            // The filer does not answer; the next check asks again.
        }
    }
}
