using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Logs;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>The record log below the journal, and how it is kept small.</summary>
internal sealed class JournalLog : IAsyncDisposable
{
    private const int ReadBytes = 1024 * 1024;
    private const int OutdatedFactor = 4;

    // The folder's lock is what keeps others out.
    private const int LeaderEpoch = 0;

    private static readonly SegmentLayout Layout = new(SegmentBytes: 64 * 1024 * 1024, SegmentMs: long.MaxValue, IndexIntervalBytes: 64 * 1024);
    private static readonly PartitionKey Key = new("state", Guid.Empty, 0);

    private readonly LogContext _context;
    private LocalRecordLog? _log;
    private bool _wasClosed;
    private long _compactAbove;

    public JournalLog(LogContext context, bool wasClosed)
    {
        // All of it is in memory anyway, decoded.
        _context = context with { Options = context.Options with { TailCacheBytes = 0 } };
        _wasClosed = wasClosed;
        _compactAbove = context.Options.JournalCompactionBytes;
        Folder = Path.Combine(context.DataFolder, "state");
    }

    public string Folder { get; }

    public long EndOffset => Log.Bounds.EndOffset;

    public long NowMs => _context.NowMs;

    public bool IsCompactionDue => Log.Bounds.SizeBytes > _compactAbove;

    public bool WasClosedCleanly => _log?.WasClosedCleanly ?? false;

    private LocalRecordLog Log => _log ?? throw new StorageException($"The journal in {Folder} is not open.");

    /// <summary>Opens the log, closing it first where it is open, and reads it all.</summary>
    public async Task<JournalTables> OpenAsync()
    {
        await DisposeAsync();
        var folder = new LogFolder(Folder);
        _context.Disk.CreateFolder(Folder);
        var state = new LogRecovery(Key, folder, _context, Layout.IndexIntervalBytes, _wasClosed).Run();
        _log = new LocalRecordLog(state, _context, LogOwnership.Exclusive, LeaderEpoch, Layout, _ => { });
        _wasClosed = false;
        var tables = new JournalTables();
        for (var offset = _log.Bounds.StartOffset; offset < _log.Bounds.EndOffset;)
        {
            foreach (var batch in RecordBatches.Enumerate(await _log.ReadAsync(offset, ReadBytes, true, CancellationToken.None)))
            {
                tables.Replay(batch, Folder);
                offset = batch.Header.NextOffset;
            }
        }

        return tables;
    }

    /// <summary>Completes when the batch is on the disk.</summary>
    public async Task AppendAsync(LogBatch batch)
    {
        await Log.AppendAsync([batch], CancellationToken.None);
        await Log.FlushAsync(CancellationToken.None);
    }

    /// <summary>
    /// Writes all that is true now behind what there is, and when that is on the disk forgets what lies before. Replaying from the old
    /// start or from the new one gives the same, so it may end anywhere in between.
    /// </summary>
    public async Task CompactAsync(JournalTables tables)
    {
        var before = Log.Bounds;
        // Where it fails, it is not tried again with every write.
        _compactAbove = Math.Max(_context.Options.JournalCompactionBytes, before.SizeBytes * 2);
        Log.Roll();
        var snapshotStart = Log.Bounds.EndOffset;
        // In one call, which leaves nothing behind where the disk is full.
        await Log.AppendAsync([.. JournalSnapshot.Build(tables, snapshotStart, NowMs)], CancellationToken.None);
        await Log.FlushAsync(CancellationToken.None);
        await Log.TrimAsync(snapshotStart, CancellationToken.None);
        var after = Log.Bounds;
        _compactAbove = Math.Max(_context.Options.JournalCompactionBytes, after.SizeBytes * OutdatedFactor);
        _context.Logger.JournalCompacted(Folder, before.SizeBytes, after.SizeBytes);
    }

    public async ValueTask DisposeAsync()
    {
        if (_log is not null)
            await _log.DisposeAsync();
    }
}
