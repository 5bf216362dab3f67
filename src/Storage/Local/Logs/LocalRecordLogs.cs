using System.Collections.Concurrent;
using System.Globalization;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Storage.Local.Files;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>The logs in a data folder: topics/NAME/ID/PARTITION/.</summary>
/// <param name="context">The disk, the clock and where to log.</param>
/// <param name="wasClosed">Whether the node that wrote here last ended in an orderly way.</param>
/// <param name="isShared">Whether other processes open logs here too.</param>
internal sealed class LocalRecordLogs(LogContext context, bool wasClosed, bool isShared) : IRecordLogs
{
    private const string DeletedSuffix = ".deleted";

    private readonly string _root = Path.Combine(context.DataFolder, "topics");
    private readonly ConcurrentDictionary<(Guid, int), LogSlot> _slots = [];
    private readonly Lock _folders = new();
    private volatile bool _isClosed;

    /// <summary>Whether all logs are closed, and everything they held is on the disk.</summary>
    public bool AreClosedCleanly => _slots.Values.All(slot => slot.IsClean);

    public async ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken)
    {
        var slot = await EnterAsync(key, cancellationToken);
        try
        {
            var earlier = slot.Open;
            // Whoever recovers the files must be alone with them. Where they are shared, they are locked, and an earlier owner here is closed only
            // to save its files.
            if (!isShared)
            {
                CheckEpoch(key, leaderEpoch, slot);
                await CloseAsync(earlier, leaderEpoch, key);
            }

            var log = await Task.Run(() => Open(key, leaderEpoch, layout, slot), cancellationToken);
            if (isShared)
                await CloseAsync(earlier, leaderEpoch, key);
            return log;
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    public async ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        var slot = await EnterAsync(key, cancellationToken);
        try
        {
            if (slot.Open is { } open)
                await open.FenceAsync(FencedException.ByDeletion(key, open.LeaderEpoch));
            await Task.Run(() => Delete(key), cancellationToken);
            slot.IsRetired = true;
            _slots.TryRemove((key.TopicId, key.Partition), out _);
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>Closes the logs that their owners have not closed, also those that are being opened. After that none is opened any more.</summary>
    public async ValueTask CloseAsync()
    {
        _isClosed = true;
        foreach (var slot in _slots.Values)
        {
            await slot.Turn.WaitAsync();
            try
            {
                if (slot.Open is { } log)
                    await log.DisposeAsync();
            }
            finally
            {
                slot.Turn.Release();
            }
        }
    }

    public List<PartitionKey> List() =>
    [
        .. from topic in Folders(_root)
           from id in Folders(topic)
           from partition in Folders(id)
           where KafkaUuid.TryParse(Path.GetFileName(id), out _)
               && int.TryParse(Path.GetFileName(partition), NumberStyles.None, CultureInfo.InvariantCulture, out _)
           select KeyOf(topic, id, partition),
    ];

    /// <summary>Finishes deletions that were under way when the last process ended.</summary>
    public void DeleteRests()
    {
        foreach (var partition in Folders(_root).SelectMany(Folders).SelectMany(Folders).Where(path => path.EndsWith(DeletedSuffix, StringComparison.Ordinal)))
            DeleteRest(partition);
    }

    private async ValueTask<LogSlot> EnterAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var slot = _slots.GetOrAdd((key.TopicId, key.Partition), static _ => new LogSlot());
            await slot.Turn.WaitAsync(cancellationToken);
            if (!slot.IsRetired && !_isClosed)
                return slot;
            slot.Turn.Release();
            if (_isClosed)
                throw new StorageException($"The logs in {context.DataFolder} are closed: {key} is not opened any more.");
        }
    }

    private static void CheckEpoch(PartitionKey key, int leaderEpoch, LogSlot slot)
    {
        if (leaderEpoch < slot.NewestEpoch)
            throw FencedException.ByLaterOwner(key, leaderEpoch, slot.NewestEpoch);
        slot.NewestEpoch = leaderEpoch;
    }

    private static Task CloseAsync(LocalRecordLog? earlier, int laterEpoch, PartitionKey key) =>
        earlier?.FenceAsync(FencedException.ByLaterOwner(key, earlier.LeaderEpoch, laterEpoch)) ?? Task.CompletedTask;

    private LogOwnership OwnershipOf(LogFolder folder, PartitionKey key, int leaderEpoch) =>
        isShared ? new OwnerFile(folder, key, leaderEpoch) : LogOwnership.Exclusive;

    private LocalRecordLog Open(PartitionKey key, int leaderEpoch, SegmentLayout layout, LogSlot slot)
    {
        var folder = new LogFolder(FolderOf(key));
        lock (_folders)
            context.Disk.CreateFolder(folder.Path);
        var ownership = OwnershipOf(folder, key, leaderEpoch);
        try
        {
            using (ownership.Take())
            {
                var state = new LogRecovery(key, folder, context, layout.IndexIntervalBytes, wasClosed && slot.IsClean).Run();
                return slot.Open = new LocalRecordLog(state, context, ownership, leaderEpoch, layout, slot.Closed);
            }
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    private void Delete(PartitionKey key)
    {
        const int NoEpoch = -1;
        var folder = FolderOf(key);
        if (!Directory.Exists(folder))
            return;
        using (var ownership = OwnershipOf(new LogFolder(folder), key, NoEpoch))
        using (ownership.TakeToDelete())
        {
            // Somebody else may have been faster.
            if (!Directory.Exists(folder))
                return;
            context.Disk.RenameFolder(folder, folder + DeletedSuffix);
        }

        context.Disk.FlushFolder(Path.GetDirectoryName(folder)!);
        DeleteRest(folder + DeletedSuffix);
        context.Logger.LogDeleted(key);
    }

    private void DeleteRest(string partition)
    {
        try
        {
            context.Disk.DeleteFolder(partition);
            var id = Path.GetDirectoryName(partition)!;
            lock (_folders)
            {
                foreach (var parent in new[] { id, Path.GetDirectoryName(id)! })
                {
                    if (Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
                        context.Disk.DeleteEmptyFolder(parent);
                }
            }
        }
        catch (IOException e)
        {
            // The log is gone by its name; the next start tries again, if it is not another process that was faster.
            context.Logger.RestLeft(partition, e.Message);
        }
    }

    private string FolderOf(PartitionKey key) =>
        Path.Combine(_root, key.Topic, KafkaUuid.ToText(key.TopicId), key.Partition.ToString(CultureInfo.InvariantCulture));

    private static PartitionKey KeyOf(string topic, string id, string partition)
    {
        _ = KafkaUuid.TryParse(Path.GetFileName(id), out var topicId);
        return new PartitionKey(Path.GetFileName(topic), topicId, int.Parse(Path.GetFileName(partition), CultureInfo.InvariantCulture));
    }

    private static string[] Folders(string path)
    {
        try
        {
            return Directory.GetDirectories(path);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
