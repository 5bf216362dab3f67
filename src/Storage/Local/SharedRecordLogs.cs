using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Logs;
using KafkaGateway.Storage.Local.Segments;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Storage.Local;

/// <summary>
/// Record logs in a folder that several processes of one machine use at the same time, each log by one owner at a time. Whoever opens a log takes it
/// over at once, from an owner who lives, hangs or was killed. States and offsets are not kept here. Linux only.
/// </summary>
public sealed class SharedRecordLogs : IRecordLogs, IAsyncDisposable
{
    private readonly string _folder;
    private readonly FolderLock _lock;
    private readonly LocalRecordLogs _logs;

    private SharedRecordLogs(string folder, FolderLock folderLock, LocalRecordLogs logs) => (_folder, _lock, _logs) = (folder, folderLock, logs);

    /// <summary>Joins those who use a folder, creating it where it is missing.</summary>
    /// <param name="dataFolder">The folder.</param>
    /// <param name="options">Limits of this process, null for the defaults.</param>
    /// <param name="logger">Where recoveries, cuts and deletions are told.</param>
    /// <param name="time">The clock, null for the system's.</param>
    /// <exception cref="StorageException">A process has the folder to itself, or it cannot be written. Names the folder.</exception>
    public static Task<SharedRecordLogs> OpenAsync(
        string dataFolder, LocalStorageOptions? options, ILogger logger, TimeProvider? time = null) => Task.Run(() =>
    {
        var folder = Path.GetFullPath(dataFolder);
        var folderLock = FolderLock.Share(folder);
        try
        {
            options ??= new LocalStorageOptions();
            var disk = new Disk();
            // An index that a reader makes again is not saved: the log's files are its owner's.
            var cache = new SegmentCache(disk, options.MaxOpenSegments, options.MaxIndexBytes, savesIndexes: false);
            var context = new LogContext(folder, disk, cache, options, time ?? TimeProvider.System, logger);
            // Whatever it says, others have been here since.
            CleanMarker.Take(disk, folder);
            var logs = new LocalRecordLogs(context, wasClosed: false, isShared: true);
            logs.DeleteRests();
            return new SharedRecordLogs(folder, folderLock, logs);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken) =>
        _logs.OpenAsync(key, leaderEpoch, layout, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken) => _logs.DeleteAsync(key, cancellationToken);

    /// <summary>The partitions that have a log here, whether or not any topic still knows them.</summary>
    public IReadOnlyList<PartitionKey> ListLogs() => _logs.List();

    /// <summary>Where all this is kept and how much room there is, for DescribeLogDirs.</summary>
    public DiskUsage DescribeDisk() => DriveUsage.Of(_folder);

    /// <summary>Closes the logs that this process has open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _logs.CloseAsync();
        _lock.Dispose();
    }
}
