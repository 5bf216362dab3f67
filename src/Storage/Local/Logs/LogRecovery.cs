using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>
/// Opens what lies in a log's folder. What the checkpoint knows to be on the disk is trusted if its size is right; the rest, and after a
/// crash the whole segment that was being written, is read and checked. A torn end is cut; anything else that is wrong refuses the log.
/// </summary>
/// <param name="key">Whose log it is.</param>
/// <param name="folder">Where it lies.</param>
/// <param name="context">The disk, the clock and where to log.</param>
/// <param name="indexIntervalBytes">For the index that is made on the way.</param>
/// <param name="wasClosed">Whether the node that wrote here last ended in an orderly way.</param>
internal sealed class LogRecovery(PartitionKey key, LogFolder folder, LogContext context, int indexIntervalBytes, bool wasClosed)
{
    private readonly List<Segment> _segments = [];
    private EpochList _epochs = new([]);

    public LogState Run()
    {
        var checkpoint = Checkpoint.Load(folder.Checkpoint);
        _epochs = new EpochList(checkpoint?.Epochs ?? []);
        var bases = FindSegments(checkpoint);
        var startOffset = checkpoint?.StartOffset ?? (bases.Count > 0 ? bases[0] : 0);
        try
        {
            for (var i = 0; i < bases.Count; i++)
            {
                if (!FollowsOn(bases, i))
                    break;
                Open(bases, i, checkpoint);
            }

            if (_segments.Count == 0)
                _segments.Add(OpenFile(startOffset));
            _segments[^1].Open ??= OpenFile(_segments[^1].BaseOffset).Open;
            if (folder.HasFlushFailed)
                context.Disk.Delete(folder.FlushFailure);
            return Finish(checkpoint, startOffset);
        }
        catch
        {
            foreach (var segment in _segments)
                segment.Open?.Return();
            throw;
        }
    }

    private LogState Finish(Checkpoint? checkpoint, long startOffset)
    {
        var state = new LogState(key, folder, startOffset, _epochs, _segments);
        if (startOffset > state.End)
            throw new StorageException($"{folder.Checkpoint} says that the log begins at {startOffset}, but its segments end at {state.End}.");

        // The checkpoint knows the epochs of batches that were not on the disk yet. One that begins at the end may be the newest of an empty log.
        _epochs.TrimTail(state.End + 1);
        _epochs.TrimHead(startOffset);
        LogSnapshotFile.DropBeyond(context.Disk, folder, state.End);
        state.UnflushedFolders.Add(folder.Path);
        for (var parent = folder.Path; checkpoint is null && parent != context.DataFolder;)
            state.UnflushedFolders.Add(parent = Path.GetDirectoryName(parent)!);
        return state;
    }

    /// <summary>The segments to look at, without those whose deletion was under way.</summary>
    private List<long> FindSegments(Checkpoint? checkpoint)
    {
        var bases = folder.ListSegments();
        while (checkpoint is not null && bases.Count > 1 && bases[1] <= checkpoint.StartOffset && !IsListed(checkpoint, bases[0]))
        {
            context.Disk.Delete(folder.Log(bases[0]));
            context.Disk.Delete(folder.Index(bases[0]));
            bases.RemoveAt(0);
        }

        foreach (var (baseOffset, flushed) in checkpoint?.Segments ?? [])
        {
            if (flushed.SizeBytes > 0 && !bases.Contains(baseOffset))
                throw new StorageException($"{folder.Log(baseOffset)} is missing; it held the offsets from {baseOffset} to {flushed.EndOffset - 1}.");
        }

        return bases;
    }

    /// <summary>Whether a segment continues the one before. Behind a cut there may be segments that never got anything; they go.</summary>
    private bool FollowsOn(List<long> bases, int index)
    {
        if (index == 0 || bases[index] == _segments[^1].EndOffset)
            return true;
        RefuseIfAnythingIn(bases, index, $"{folder.Log(bases[index])} does not continue the segment before it, which ends at {_segments[^1].EndOffset}.");
        foreach (var baseOffset in bases.Skip(index))
            context.Disk.Delete(folder.Log(baseOffset));
        return false;
    }

    private void Open(List<long> bases, int index, Checkpoint? checkpoint)
    {
        var isLast = index == bases.Count - 1;
        var segment = OpenFile(bases[index]);
        _segments.Add(segment);
        var length = RandomAccess.GetLength(segment.Open!.File);
        var known = checkpoint?.Segments.FirstOrDefault(known => known.BaseOffset == segment.BaseOffset).Flushed ?? default;
        if (length < known.SizeBytes)
            throw new StorageException($"{segment.LogPath} has {length} bytes, but {known.SizeBytes} were on the disk.");
        if (known.SizeBytes > 0)
            segment.Flushed = known;

        if (known.SizeBytes > 0 && known.SizeBytes == length && !isLast)
            Trust(segment, known);
        else if (wasClosed && IndexFile.Load(segment.IndexPath, segment.BaseOffset, length) is { } noted)
            Trust(segment, noted);
        else
            Scan(bases, index, segment, length);
        if (!isLast && checkpoint is not null && IsListedBeforeOthers(checkpoint, segment) && !segment.IsFlushed)
            throw new StorageException($"{segment.LogPath} has grown after it was complete.");
    }

    private static void Trust(Segment segment, in SegmentFacts known)
    {
        segment.Facts = known;
        segment.Open!.Return();
        segment.Open = null;
    }

    private void Trust(Segment segment, IndexFile noted)
    {
        segment.Facts = segment.Flushed = noted.Facts;
        Adopt(segment, noted.Index, noted.Epochs);
    }

    private void Scan(List<long> bases, int index, Segment segment, long length)
    {
        var file = segment.Open!.File;
        using var scan = new SegmentScan(file, segment.LogPath, segment.BaseOffset, length);
        var facts = scan.Run(WrittenMs(segment), indexIntervalBytes);
        if (facts.SizeBytes < length)
        {
            if (facts.SizeBytes < segment.Flushed.SizeBytes || scan.HasSoundBatchFrom(facts.SizeBytes + 1, facts.EndOffset))
                throw BatchCheck.Damaged(segment.LogPath, facts.SizeBytes);
            RefuseIfAnythingIn(bases, index + 1, $"{segment.LogPath} is damaged at position {facts.SizeBytes}, and segments follow it.");
            context.Logger.TailCut(segment.LogPath, facts.SizeBytes, length - facts.SizeBytes, facts.EndOffset);
            context.Disk.SetLength(file, segment.LogPath, facts.SizeBytes);
        }

        if (folder.HasFlushFailed)
            Rewrite(segment, facts.SizeBytes);
        segment.Facts = facts;
        Adopt(segment, scan.Index, scan.Epochs.Entries);
        if (facts.SizeBytes > 0)
            context.Logger.SegmentScanned(segment.LogPath, facts.SizeBytes, facts.EndOffset);
    }

    // The system may hold as written what is not on the disk, and the next flush would pass it over.
    private void Rewrite(Segment segment, long length)
    {
        var buffer = new byte[(int)Math.Min(1024 * 1024, length - segment.Flushed.SizeBytes)];
        for (var position = segment.Flushed.SizeBytes; position < length; position += buffer.Length)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - position));
            SegmentRead.Fully(segment.Open!.File, segment.LogPath, part.Span, position);
            context.Disk.Write(segment.Open!.File, segment.LogPath, [part], position);
        }
    }

    private void Adopt(Segment segment, SegmentIndex index, IReadOnlyList<EpochStart> epochs)
    {
        segment.Open = new OpenSegment(segment.Open!.File, segment.LogPath, index);
        foreach (var (epoch, start) in epochs)
            _epochs.Add(epoch, start);
    }

    private void RefuseIfAnythingIn(List<long> bases, int from, string message)
    {
        foreach (var baseOffset in bases.Skip(from))
        {
            using var file = context.Disk.OpenRead(folder.Log(baseOffset));
            using var scan = new SegmentScan(file, folder.Log(baseOffset), baseOffset, RandomAccess.GetLength(file));
            if (scan.HasSoundBatchFrom(0, baseOffset))
                throw new StorageException(message);
        }
    }

    private Segment OpenFile(long baseOffset)
    {
        var segment = new Segment(folder, baseOffset, context.NowMs);
        segment.Open = new OpenSegment(context.Disk.OpenOrCreate(segment.LogPath), segment.LogPath, new SegmentIndex(baseOffset));
        return segment;
    }

    private static long WrittenMs(Segment segment) => new DateTimeOffset(File.GetLastWriteTimeUtc(segment.Open!.File)).ToUnixTimeMilliseconds();

    private static bool IsListed(Checkpoint checkpoint, long baseOffset) => checkpoint.Segments.Any(known => known.BaseOffset == baseOffset);

    private static bool IsListedBeforeOthers(Checkpoint checkpoint, Segment segment) =>
        IsListed(checkpoint, segment.BaseOffset) && checkpoint.Segments[^1].BaseOffset != segment.BaseOffset;
}
