using System.Collections.Concurrent;
using System.Globalization;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Storage.Local.Files;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>The logs in a data folder: topics/NAME/ID/PARTITION/.</summary>
internal sealed class LocalRecordLogs(LogContext context, bool wasClosed) : IRecordLogs
{
    private const string DeletedSuffix = ".deleted";

    private readonly string _root = Path.Combine(context.DataFolder, "topics");
    private readonly ConcurrentDictionary<(Guid, int), LocalRecordLog?> _open = [];
    private readonly ConcurrentDictionary<(Guid, int), bool> _unclean = [];
    private readonly Lock _folders = new();

    /// <summary>Whether all logs are closed, and everything they held is on the disk.</summary>
    public bool AreClosedCleanly => _open.IsEmpty && _unclean.IsEmpty;

    public async ValueTask<IRecordLog> OpenAsync(PartitionKey key, SegmentLayout layout, CancellationToken cancellationToken)
    {
        if (!_open.TryAdd((key.TopicId, key.Partition), null))
            throw new StorageException($"The log of {key} in {FolderOf(key)} is open already.");
        try
        {
            var log = await Task.Run(() => Open(key, layout), cancellationToken);
            _open[(key.TopicId, key.Partition)] = log;
            return log;
        }
        catch
        {
            _open.TryRemove((key.TopicId, key.Partition), out _);
            throw;
        }
    }

    public async ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        if (!_open.TryAdd((key.TopicId, key.Partition), null))
            throw new StorageException($"The log of {key} in {FolderOf(key)} is open and cannot be deleted.");
        try
        {
            await Task.Run(() => Delete(key), cancellationToken);
        }
        finally
        {
            _open.TryRemove((key.TopicId, key.Partition), out _);
        }
    }

    /// <summary>Closes the logs that their owners have not closed.</summary>
    public async ValueTask CloseAsync()
    {
        foreach (var log in _open.Values)
        {
            if (log is not null)
                await log.DisposeAsync();
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

    private LocalRecordLog Open(PartitionKey key, SegmentLayout layout)
    {
        var folder = new LogFolder(FolderOf(key));
        lock (_folders)
            context.Disk.CreateFolder(folder.Path);
        var id = (key.TopicId, key.Partition);
        var isTrusted = wasClosed && !_unclean.ContainsKey(id);
        var state = new LogRecovery(key, folder, context, layout.IndexIntervalBytes, isTrusted).Run();
        return new LocalRecordLog(state, context, layout, log =>
        {
            if (log.WasClosedCleanly)
                _unclean.TryRemove(id, out _);
            else
                _unclean[id] = true;
            _open.TryRemove(id, out _);
        });
    }

    private void Delete(PartitionKey key)
    {
        var folder = FolderOf(key);
        _unclean.TryRemove((key.TopicId, key.Partition), out _);
        if (!Directory.Exists(folder))
            return;
        context.Disk.RenameFolder(folder, folder + DeletedSuffix);
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
                        context.Disk.DeleteFolder(parent);
                }
            }
        }
        catch (IOException e)
        {
            // The log is gone by its name; the next start tries again.
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

    private static string[] Folders(string path) => Directory.Exists(path) ? Directory.GetDirectories(path) : [];
}
