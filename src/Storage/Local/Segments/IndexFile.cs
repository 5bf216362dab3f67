using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>
/// What is noted down about a segment that is complete, or was when its log was closed: its facts, the epochs that began in it and its index.
/// It can always be made again from the segment itself, and counts only while the segment has the size it tells of.
/// </summary>
internal sealed record IndexFile(SegmentFacts Facts, IReadOnlyList<EpochStart> Epochs, SegmentIndex Index)
{
    private const int Format = 1;

    public void Save(Disk disk, string path)
    {
        var scribe = new ByteScribe(64 + Index.Count * SegmentIndex.EntrySize);
        scribe.Int32(Format);
        FactsCodec.Write(scribe, Facts);
        FactsCodec.Write(scribe, Epochs);
        foreach (var entry in Index.Entries)
        {
            scribe.Int32(entry.RelativeOffset);
            scribe.Int32(entry.Position);
            scribe.Int64(entry.MaxTimestampBefore);
        }

        CheckedFile.Replace(disk, path, scribe.Written, durable: false);
    }

    /// <summary>The file's content where it is whole and tells of a segment of that size, else null.</summary>
    public static IndexFile? Load(string path, long baseOffset, long segmentBytes)
    {
        if (CheckedFile.Read(path, out _) is not { } content)
            return null;
        var scanner = new ByteScanner(content.Span);
        if (scanner.Int32() != Format)
            return null;
        var facts = FactsCodec.ReadFacts(ref scanner);
        if (facts.SizeBytes != segmentBytes)
            return null;
        var epochs = FactsCodec.ReadEpochs(ref scanner);
        var index = new SegmentIndex(baseOffset);
        while (!scanner.Rest.IsEmpty)
            index.Add(new SegmentIndex.Entry(scanner.Int32(), scanner.Int32(), scanner.Int64()));
        return new IndexFile(facts, epochs, index);
    }
}
