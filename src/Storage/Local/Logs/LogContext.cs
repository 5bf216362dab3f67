using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>What all logs of a node share.</summary>
internal sealed record LogContext(string DataFolder, Disk Disk, SegmentCache Cache, LocalStorageOptions Options, TimeProvider Time, ILogger Logger)
{
    private int _openLogs;

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>How many bytes of its newest batches one log may keep in memory now: all logs share what is allowed for all.</summary>
    public long TailCacheBytes => Math.Min(Options.TailCacheBytesPerLog, Options.TailCacheBytes / Math.Max(1, Volatile.Read(ref _openLogs)));

    public void CountOpened(int change) => Interlocked.Add(ref _openLogs, change);
}
