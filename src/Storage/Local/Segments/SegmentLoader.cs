using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>Opens a complete segment to be read. An index that is missing or stale is made again from the batches' headers.</summary>
internal static class SegmentLoader
{
    private const int RebuiltIntervalBytes = 4096;

    public static OpenSegment Load(Disk disk, Segment segment, bool savesIndex)
    {
        var file = disk.OpenRead(segment.LogPath);
        try
        {
            var index = IndexFile.Load(segment.IndexPath, segment.BaseOffset, segment.Facts.SizeBytes)?.Index;
            var open = new OpenSegment(file, segment.LogPath, index ?? new SegmentIndex(segment.BaseOffset));
            if (index is null)
                Rebuild(disk, segment, open, savesIndex);
            return open;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Rebuild(Disk disk, Segment segment, OpenSegment open, bool savesIndex)
    {
        var facts = SegmentFacts.Empty(segment.BaseOffset, segment.Facts.WrittenMs);
        var epochs = new EpochList([]);
        using (var walk = new HeaderWalk(open.File, open.Path, 0, segment.Facts.SizeBytes))
        {
            while (walk.MoveNext())
            {
                var header = walk.Header;
                open.Index.Consider(header.BaseOffset, walk.Position, facts.MaxTimestamp, RebuiltIntervalBytes);
                epochs.Add(header.PartitionLeaderEpoch, header.BaseOffset);
                facts = facts.With(header.LastOffset, header.SizeInBytes, header.MaxTimestamp, facts.WrittenMs);
            }
        }

        if (!savesIndex)
            return;
        try
        {
            new IndexFile(facts, epochs.Entries, open.Index).Save(disk, segment.IndexPath);
        }
        catch (StorageException)
        {
            // Reading goes on without the file; the next one who needs it makes it again.
        }
    }
}
