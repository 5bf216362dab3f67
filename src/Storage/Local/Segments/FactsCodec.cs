using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>How segments' facts and epochs are written into the small files.</summary>
internal static class FactsCodec
{
    public static void Write(ByteScribe scribe, in SegmentFacts facts)
    {
        scribe.Int64(facts.EndOffset);
        scribe.Int64(facts.SizeBytes);
        scribe.Int64(facts.FirstTimestamp);
        scribe.Int64(facts.MaxTimestamp);
        scribe.Int64(facts.WrittenMs);
    }

    public static SegmentFacts ReadFacts(ref ByteScanner scanner) =>
        new(scanner.Int64(), scanner.Int64(), scanner.Int64(), scanner.Int64(), scanner.Int64());

    public static void Write(ByteScribe scribe, IReadOnlyList<EpochStart> epochs)
    {
        scribe.Int32(epochs.Count);
        foreach (var (epoch, startOffset) in epochs)
        {
            scribe.Int32(epoch);
            scribe.Int64(startOffset);
        }
    }

    public static List<EpochStart> ReadEpochs(ref ByteScanner scanner)
    {
        var epochs = new List<EpochStart>();
        for (var i = scanner.Int32(); i > 0; i--)
            epochs.Add(new EpochStart(scanner.Int32(), scanner.Int64()));
        return epochs;
    }
}
