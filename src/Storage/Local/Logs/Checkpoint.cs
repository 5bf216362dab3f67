using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>
/// What is known for certain about a log, replaced atomically and durably whenever a segment is complete or the head is cut: where the log
/// begins, which segments are on the disk up to which size, and the epochs. Behind it, recovery looks for itself.
/// </summary>
/// <param name="StartOffset">Nothing below it may be read again.</param>
/// <param name="Segments">Base offset and what had been flushed, oldest first; only the last one may have grown since.</param>
/// <param name="Epochs">As of then.</param>
internal sealed record Checkpoint(
    long StartOffset, IReadOnlyList<(long BaseOffset, SegmentFacts Flushed)> Segments, IReadOnlyList<EpochStart> Epochs)
{
    private const int Format = 1;

    public void Save(Disk disk, string path)
    {
        var scribe = new ByteScribe();
        scribe.Int32(Format);
        scribe.Int64(StartOffset);
        scribe.Int32(Segments.Count);
        foreach (var (baseOffset, flushed) in Segments)
        {
            scribe.Int64(baseOffset);
            FactsCodec.Write(scribe, flushed);
        }

        FactsCodec.Write(scribe, Epochs);
        CheckedFile.Replace(disk, path, scribe.Written, durable: true);
    }

    /// <summary>The checkpoint, or null where none was ever written.</summary>
    /// <exception cref="StorageException">It is damaged. Going on without it could show records that were deleted.</exception>
    public static Checkpoint? Load(string path)
    {
        if (CheckedFile.Read(path, out var damaged) is not { } content)
        {
            return damaged
                ? throw new StorageException($"{path} is damaged. Without it the log can be read from its segments, but deleted records may come back.")
                : null;
        }

        var scanner = new ByteScanner(content.Span);
        if (scanner.Int32() is var format && format != Format)
            throw new StorageException($"{path} has format {format}, which this version does not know.");
        var startOffset = scanner.Int64();
        var segments = new List<(long, SegmentFacts)>();
        for (var i = scanner.Int32(); i > 0; i--)
            segments.Add((scanner.Int64(), FactsCodec.ReadFacts(ref scanner)));
        return new Checkpoint(startOffset, segments, FactsCodec.ReadEpochs(ref scanner));
    }
}
