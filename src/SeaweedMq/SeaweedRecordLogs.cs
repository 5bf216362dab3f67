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
    private readonly ConcurrentDictionary<PartitionKey, SeaweedRecordLog> _open = new();
    private readonly Guid _process = Guid.NewGuid();
    private readonly SeaweedMqOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Channels _channels;
    private readonly FilerClient _filer;
    private readonly PartitionRecords _records;
    private readonly PhysicalTopics _topics;
    private readonly FileBlocks _blocks;
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
        _blocks = new FileBlocks(_filer, options.ReadBytes, options.ReadCacheBytes);
        _records = new PartitionRecords(_filer, options.Namespace);
        _topics = new PhysicalTopics(cluster, _channels, options);
        _events = new FilerEvents(_filer, PhysicalTopic.FolderOf(options.Namespace), logger);
        _checking = Task.Run(CheckAsync);
    }

    /// <summary>The partitions whose logs this process has open.</summary>
    public IReadOnlyList<PartitionKey> Open => [.. _open.Keys];

    /// <summary>How the open logs do now.</summary>
    public SeaweedMqStatus Status
    {
        get
        {
            var logs = _open.Values.ToList();
            return new SeaweedMqStatus(logs.Count, logs.Count(log => !log.HasStream), logs.Sum(log => log.UndurableBytes));
        }
    }

    /// <summary>Completes when a filer answers and a broker is known.</summary>
    /// <exception cref="StorageException">None is.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        await _topics.FindAsync(cancellationToken);
        await _filer.ReadAsync("/", "topics", cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken)
    {
        var (record, former) = await TakeAsync(key, leaderEpoch, cancellationToken);
        if (_open.TryRemove(key, out var here))
            here.Fence(FencedException.ByLaterOwner(key, here.Ownership.LeaderEpoch, leaderEpoch));
        await WaitForAsync(former, cancellationToken);
        var ownership = new Ownership(key, _records, record, _options.Lease, _time);
        var opening = new LogOpening(key, ownership, _topics, _channels, _filer, _blocks, _events, _options, _time, _logger);
        var log = await opening.OpenAsync(former?.ClockNs ?? 0, () => TailBytes, closed => _open.TryRemove(new(key, closed)), cancellationToken);
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
        await WaitForAsync(record, cancellationToken);
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

    /// <summary>The partitions that have a log in the namespace.</summary>
    /// <exception cref="StorageException">The filer does not answer.</exception>
    public Task<List<PartitionKey>> ListAsync(CancellationToken cancellationToken) => _records.ListAsync(cancellationToken);

    // Writes down who the owner is from now on.
    private async Task<(PartitionRecord Record, PartitionRecord? Former)> TakeAsync(PartitionKey key, int leaderEpoch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await _records.ReadAsync(key, cancellationToken);
            if (stored is null)
            {
                var topic = await _topics.MakeAsync($"_{PartitionRecords.NameOf(key)}-{Random.Shared.Next():x8}", cancellationToken);
                var made = new PartitionRecord { Topic = topic, LeaderEpoch = leaderEpoch, Term = 1, Process = _process, LeaseMs = LeaseMs, ClockNs = Leap(0) };
                if (await _records.CreateAsync(key, made, cancellationToken))
                    return (made, null);
                await _filer.DeleteAsync(PhysicalTopic.FolderOf(topic.Namespace), topic.Name, cancellationToken);
                continue;
            }

            if (stored.LeaderEpoch > leaderEpoch)
                throw FencedException.ByLaterOwner(key, leaderEpoch, stored.LeaderEpoch);
            var taken = stored with
            {
                LeaderEpoch = leaderEpoch,
                Term = stored.Term + 1,
                Process = _process,
                LeaseMs = LeaseMs,
                Writes = 0,
                ClockNs = Leap(stored.ClockNs),
            };
            if (await _records.ReplaceAsync(key, stored, taken, cancellationToken))
                return (taken, stored);
        }
    }

    // For as long as the former owner may go on believing that he is the owner. In this process he knows by now.
    private async Task WaitForAsync(PartitionRecord? former, CancellationToken cancellationToken)
    {
        if (former is not null && former.Process != _process && former.LeaseMs > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(former.LeaseMs), _time, cancellationToken);
    }

    // All logs together keep no more than their part of the process's memory.
    private long TailBytes => Math.Min(_options.TailBytesPerLog, _options.TailBytes / Math.Max(1, _open.Count));

    private long Leap(long afterNs) => MessageClock.Leap(afterNs, _time, _options.FlushInterval);

    private long LeaseMs => (long)_options.Lease.TotalMilliseconds;

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
