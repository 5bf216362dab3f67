using System.Globalization;
using KafkaGateway.Storage.Local.Files;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>The names of the files of one log, Kafka's where Kafka has them.</summary>
internal sealed class LogFolder(string path)
{
    private const string LogSuffix = ".log";

    public string Path { get; } = path;

    public string Checkpoint => System.IO.Path.Combine(Path, "checkpoint");

    public string Snapshot => System.IO.Path.Combine(Path, "snapshot");

    public string Owner => System.IO.Path.Combine(Path, "owner");

    /// <summary>There since a flush failed, until the log is opened again.</summary>
    public string FlushFailure => System.IO.Path.Combine(Path, "flush-failed");

    public bool HasFlushFailed => File.Exists(FlushFailure);

    public string Log(long baseOffset) => Name(baseOffset, LogSuffix);

    public string Index(long baseOffset) => Name(baseOffset, ".index");

    /// <summary>The base offsets of the segments that lie here, in order.</summary>
    public List<long> ListSegments()
    {
        try
        {
            return [.. Directory.EnumerateFiles(Path, "*" + LogSuffix)
                .Select(System.IO.Path.GetFileNameWithoutExtension)
                .Select(name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : -1)
                .Where(offset => offset >= 0)
                .Order()];
        }
        catch (Exception e) when (Disk.IsOfTheDisk(e))
        {
            throw Disk.Failed("list", Path, e);
        }
    }

    private string Name(long baseOffset, string suffix) =>
        System.IO.Path.Combine(Path, baseOffset.ToString("D20", CultureInfo.InvariantCulture) + suffix);
}
