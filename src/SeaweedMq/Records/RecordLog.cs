using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Filer;
using KafkaGateway.SeaweedMq.Logs;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// One partition of a topic that others write to as well, for reading. History is read from the files; the end is looked at when somebody asks for it.
/// Turns must not run beside each other.
/// </summary>
internal sealed class RecordLog
{
    private const int FollowBytes = 1 << 20;

    // Where much comes in, looking takes long; no more than a tenth of the time goes into it.
    private const int RestFactor = 10;

    private readonly PartitionKey _key;
    private readonly PhysicalTopic _topic;
    private readonly RecordFiles _files;
    private readonly UnflushedMessages _unflushed;
    private readonly RecordTail _tail;
    private readonly SeaweedMqOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private TaskCompletionSource _grown = NewSignal();
    private Task? _looking;
    private Task? _lookingNext;
    private long _lookedAt;
    private TimeSpan _lookTook;
    private long _position;
    private long _toldEnd;
    private bool _brokerFails;

    private RecordLog(
        PartitionKey key, PhysicalTopic topic, FilerClient filer, UnflushedMessages unflushed, SeaweedMqOptions options, TimeProvider time, ILogger logger)
    {
        (_key, _topic, _unflushed, _options, _time, _logger) = (key, topic, unflushed, options, time, logger);
        _files = new RecordFiles(filer, topic.Folder);
        _tail = new RecordTail(options.TailBytesPerLog, options.FlushInterval + TimeSpan.FromSeconds(1), time);
    }

    /// <summary>The first offset that may be read.</summary>
    public long Start { get; private set; }

    /// <summary>The offset after the last that may be read.</summary>
    public long End => _tail.End;

    /// <summary>The offset after the last one seen in a file.</summary>
    public long FiledEnd => _tail.FiledEnd;

    public long SizeBytes => _files.SizeBytes;

    /// <summary>Completes when there is more to read.</summary>
    public Task Grown => _grown.Task;

    /// <summary>How long to wait before the end is looked at again.</summary>
    public TimeSpan Rest => _lookTook * RestFactor is var rest && rest > _options.RecordPollInterval ? rest : _options.RecordPollInterval;

    /// <exception cref="StorageException">The filer does not answer.</exception>
    public static async Task<RecordLog> OpenAsync(
        PartitionKey key,
        PhysicalTopic topic,
        FilerClient filer,
        UnflushedMessages unflushed,
        SeaweedMqOptions options,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var log = new RecordLog(key, topic, filer, unflushed, options, time, logger);
        await log._files.ListAllAsync(cancellationToken);
        if (log._files.Newest is { } newest)
        {
            // What it claims to end with may not be in it.
            await foreach (var (entry, next) in log._files.EnumerateAsync(newest.Name, 0, FollowBytes, cancellationToken))
            {
                log._tail.BeginAfter(entry);
                log._position = next;
            }
        }

        await log.FindStartAsync(cancellationToken);
        await log.LookAsync();
        return log;
    }

    /// <summary>Takes messages that the broker has acknowledged.</summary>
    public void Add(IEnumerable<RecordEntry> acknowledged)
    {
        Take(acknowledged);
        TellGrowth();
    }

    /// <summary>Messages from an offset on, as far as they are in memory.</summary>
    public IReadOnlyList<RecordEntry> TailFrom(long offset) => [.. _tail.From(offset)];

    /// <summary>Looks at the end, unless that was done a moment ago.</summary>
    /// <exception cref="StorageException">The filer does not answer.</exception>
    public Task LookIfRestedAsync() =>
        _looking is not null ? _looking : _time.GetElapsedTime(_lookedAt) >= Rest / 2 ? LookAsync() : Task.CompletedTask;

    /// <summary>Looks at the end: what was acknowledged before the call is seen, as far as it is certain.</summary>
    /// <exception cref="StorageException">The filer does not answer.</exception>
    public Task LookAsync()
    {
        if (_looking is { } running)
            return _lookingNext ??= LookAfterAsync(running);
        var looking = LookNowAsync();
        _looking = looking.IsCompleted ? null : looking;
        return looking;
    }

    /// <summary>Learns where the log starts by now.</summary>
    /// <exception cref="StorageException">The filer does not answer.</exception>
    public async Task FindStartAsync(CancellationToken cancellationToken)
    {
        await _files.ListAllAsync(cancellationToken);
        Start = await _files.FindFirstAsync(cancellationToken) ?? _tail.Start;
    }

    /// <summary>Batches from an offset on that hold what there is, as much as fits; nothing where there is nothing yet.</summary>
    /// <exception cref="StorageException">The filer does not answer.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken)
    {
        if (offset >= _tail.Start)
            return RecordBatching.Make(_tail.From(offset), maxBytes, atLeastOne);
        var end = _tail.Start;
        var history = await _files.ReadAsync(offset, end, maxBytes, cancellationToken);
        return history.Count > 0
            ? RecordBatching.Make(history, maxBytes, atLeastOne)
            : RecordBatching.Make(_tail.From(Math.Max(end, _tail.Start)), maxBytes, atLeastOne);
    }

    /// <summary>The first message that the broker took at a time (ms since 1970) or later, null where there is none yet.</summary>
    /// <exception cref="StorageException">The filer does not answer.</exception>
    public async ValueTask<RecordEntry?> FindByTimeAsync(long timestampMs, CancellationToken cancellationToken) =>
        await _files.FindByTimeAsync(timestampMs, Start, _tail.Start, cancellationToken) ?? _tail.FindByTime(timestampMs);

    /// <summary>The last message, null where there is none.</summary>
    /// <exception cref="StorageException">The filer does not answer.</exception>
    public async ValueTask<RecordEntry?> FindLastAsync(CancellationToken cancellationToken) =>
        _tail.From(End - 1).Cast<RecordEntry?>().LastOrDefault()
        ?? (End > 0 ? (await _files.ReadAsync(End - 1, End, 1, cancellationToken)).Cast<RecordEntry?>().LastOrDefault() : null);

    private async Task LookAfterAsync(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _lookingNext = null;
        await LookAsync();
    }

    private async Task LookNowAsync()
    {
        var began = _time.GetTimestamp();
        try
        {
            // In this order: what is written out in between is then seen in the files.
            var unflushed = await AskBrokerAsync(() => _unflushed.ReadAsync(_topic, _tail.FiledEnd, _options.TailBytesPerLog, CancellationToken.None));
            await FollowFilesAsync();
            Take(unflushed);
            Take(await AskBrokerAsync(() => _unflushed.FindMissingAsync(_topic, End, _tail.LastTimestampNs, _tail.Ahead, CancellationToken.None)));
            _tail.SkipHoles();
            TellGrowth();
        }
        finally
        {
            _looking = null;
            (_lookedAt, _lookTook) = (_time.GetTimestamp(), _time.GetElapsedTime(began));
        }
    }

    private void Take(IEnumerable<RecordEntry> unfiled)
    {
        foreach (var entry in unfiled)
            _tail.AddUnfiled(entry);
    }

    private async Task<IReadOnlyList<RecordEntry>> AskBrokerAsync<T>(Func<Task<T>> ask)
        where T : IReadOnlyList<RecordEntry>
    {
        try
        {
            var unflushed = await ask();
            _brokerFails = false;
            return unflushed;
        }
        catch (StorageException failure)
        {
            // What is in the files can be read all the same.
            if (!_brokerFails)
                SeaweedMqLog.UnflushedUnknown(_logger, _key, failure.Message);
            _brokerFails = true;
            return [];
        }
    }

    private async Task FollowFilesAsync()
    {
        var known = _files.Newest?.Name;
        foreach (var file in await _files.ListNewAsync(CancellationToken.None))
        {
            if (file.Name != known)
                _position = 0;
            if (file.SizeBytes <= _position)
                continue;
            await foreach (var (entry, next) in _files.EnumerateAsync(file.Name, _position, FollowBytes, CancellationToken.None))
            {
                _tail.AddFiled(entry);
                _position = next;
            }
        }
    }

    private void TellGrowth()
    {
        if (_toldEnd == End)
            return;
        _toldEnd = End;
        var grown = _grown;
        _grown = NewSignal();
        grown.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
