using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Storage.Tests.Support;

/// <summary>The local engine on a folder of its own.</summary>
public sealed class LocalHost : LogHost
{
    internal static readonly LocalStorageOptions Uncached = new() { TailCacheBytes = 0, MaxOpenSegments = 1 };

    private LocalStorage? _storage;

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "storage-tests", Path.GetRandomFileName());

    public override NodeStorage Storage => _storage!;

    internal Disk Disk { get; set; } = new();

    internal LocalStorageOptions Options { get; set; } = new();

    internal ILogger Logger { get; set; } = NullLogger.Instance;

    public string LogFolder => Directory.GetDirectories(Path.Combine(Folder, "topics", Key.Topic)).Single() + $"/{Key.Partition}";

    public override async Task StartAsync() => _storage = await LocalStorage.OpenAsync(Folder, Options, Logger, Clock, Disk);

    public override async Task RestartAsync()
    {
        await _storage!.DisposeAsync();
        await StartAsync();
    }

    internal static LocalHost On(Disk disk) => new() { Disk = disk };

    /// <summary>Takes what lies in the folder now, as a process that ended in this moment leaves it, to another host.</summary>
    public LocalHost CopyAsCrashed()
    {
        var copy = new LocalHost();
        lock (Disk is CrashDisk disk ? disk.Gate : new Lock())
            CopyFolder(Folder, copy.Folder);
        return copy;
    }

    public string[] SegmentFiles() => [.. Directory.GetFiles(LogFolder, "*.log").Order()];

    public override async ValueTask DisposeAsync()
    {
        if (_storage is not null)
            await _storage.DisposeAsync();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    public async Task<StorageException> AssertRefusedAsync()
    {
        if (_storage is null)
            await StartAsync();
        return await Assert.ThrowsAsync<StorageException>(async () => await OpenAsync());
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => Path.GetFileName(file) is not (".lock" or "clean-shutdown")))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
