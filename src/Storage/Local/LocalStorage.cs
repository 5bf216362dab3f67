using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Journal;
using KafkaGateway.Storage.Local.Logs;
using KafkaGateway.Storage.Local.Segments;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Storage.Local;

/// <summary>A node's storage in a folder that no other process uses at the same time.</summary>
public sealed class LocalStorage : NodeStorage
{
    private readonly string _folder;
    private readonly FolderLock _lock;
    private readonly LogContext _context;
    private readonly LocalRecordLogs _logs;
    private readonly StateJournal _journal;
    private bool _isClosed;

    private LocalStorage(FolderLock folderLock, LogContext context, LocalRecordLogs logs, StateJournal journal)
    {
        (_folder, _lock, _context, _logs, _journal) = (context.DataFolder, folderLock, context, logs, journal);
        States = new JournalStateStore(journal);
        Offsets = new JournalOffsetStore(journal);
    }

    /// <inheritdoc/>
    public override IRecordLogs Logs => _logs;

    /// <inheritdoc/>
    public override IStateStore States { get; }

    /// <inheritdoc/>
    public override IOffsetStore Offsets { get; }

    /// <summary>Takes a folder, creating it where it is missing, and loads what was stored in it.</summary>
    /// <param name="dataFolder">The folder.</param>
    /// <param name="options">Limits, null for the defaults.</param>
    /// <param name="logger">Where recoveries, cuts and deletions are told.</param>
    /// <param name="time">The clock, null for the system's.</param>
    /// <exception cref="StorageException">
    /// Another process has the folder, it cannot be written, or what lies in it is damaged. Names the folder or file.
    /// </exception>
    public static Task<LocalStorage> OpenAsync(
        string dataFolder, LocalStorageOptions? options, ILogger logger, TimeProvider? time = null) =>
        OpenAsync(dataFolder, options, logger, time, new Disk());

    internal static Task<LocalStorage> OpenAsync(
        string dataFolder, LocalStorageOptions? options, ILogger logger, TimeProvider? time, Disk disk) => Task.Run(async () =>
    {
        var folder = Path.GetFullPath(dataFolder);
        var folderLock = FolderLock.Take(folder);
        try
        {
            options ??= new LocalStorageOptions();
            var cache = new SegmentCache(disk, options.MaxOpenSegments, options.MaxIndexBytes);
            var context = new LogContext(folder, disk, cache, options, time ?? TimeProvider.System, logger);
            var wasClosed = CleanMarker.Take(disk, folder);
            var logs = new LocalRecordLogs(context, wasClosed, isShared: false);
            logs.DeleteRests();
            var journal = await StateJournal.OpenAsync(context, wasClosed);
            logger.FolderOpened(folder, wasClosed);
            return new LocalStorage(folderLock, context, logs, journal);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public override IReadOnlyList<PartitionKey> ListLogs() => _logs.List();

    /// <inheritdoc/>
    public override DiskUsage DescribeDisk() => DriveUsage.Of(_folder);

    /// <summary>Closes everything and gives the folder back. Logs that are still open are closed; whoever uses them then fails.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        try
        {
            await _logs.CloseAsync();
            await _journal.DisposeAsync();
            if (_logs.AreClosedCleanly && _journal.WasClosedCleanly)
                CleanMarker.Put(_context.Disk, _folder);
        }
        catch (StorageException e)
        {
            _context.Logger.MarkerFailed(e, _folder);
        }
        finally
        {
            _lock.Dispose();
        }
    }
}
