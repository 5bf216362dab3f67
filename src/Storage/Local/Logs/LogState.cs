using System.Collections.Immutable;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>
/// What an open log knows. Two locks: who changes files at the tail or the head holds <see cref="Writing"/>; who reads or changes what
/// stands here holds <see cref="Gate"/>, and never while waiting for the disk. Writing is taken before Gate.
/// </summary>
internal sealed class LogState(PartitionKey key, LogFolder folder, long startOffset, EpochList epochs, List<Segment> segments)
{
    private Exception? _failure;
    private bool _isClosed;

    public PartitionKey Key => key;

    public LogFolder Folder => folder;

    public Lock Gate { get; } = new();

    public Lock Writing { get; } = new();

    public List<Segment> Segments => segments;

    public EpochList Epochs => epochs;

    /// <summary>The newest batches, by reference.</summary>
    public BatchChain Tail { get; } = new();

    /// <summary>Folders in which something was created that no flush has made durable.</summary>
    public HashSet<string> UnflushedFolders { get; } = [];

    public long Start { get; set; } = startOffset;

    public long SizeBytes { get; set; } = segments.Sum(segment => segment.Facts.SizeBytes);

    public Segment Active => segments[^1];

    public long End => Active.EndOffset;

    public LogBounds Bounds => new(Start, End, SizeBytes);

    public bool HasFailed => _failure is not null;

    /// <exception cref="StorageException">The log is closed, or has failed and must be opened again.</exception>
    /// <exception cref="FencedException">A later owner has opened it.</exception>
    public void CheckUsable()
    {
        if (_failure is FencedException fenced)
            throw new FencedException(fenced.Message, fenced);
        if (_failure is { } failure)
            throw new StorageException($"The log of {key} failed and must be opened again: {failure.Message}", failure);
        if (_isClosed)
            throw new StorageException($"The log of {key} in {folder.Path} is closed.");
    }

    public void Fail(Exception failure)
    {
        lock (Gate)
            _failure ??= failure;
    }

    /// <summary>Whatever happened before: from now on the log belongs to somebody else.</summary>
    public void Fence(FencedException fenced)
    {
        lock (Gate)
            _failure = fenced;
    }

    public void Close()
    {
        lock (Gate)
            _isClosed = true;
    }

    /// <summary>The segment that holds an offset.</summary>
    public int IndexOf(long offset)
    {
        var (low, high) = (0, segments.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (segments[middle].BaseOffset <= offset)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high;
    }

    public ImmutableArray<EpochStart> EpochsWithin(Segment segment) =>
        epochs.Entries.RemoveAll(entry => entry.StartOffset < segment.BaseOffset || entry.StartOffset >= segment.EndOffset);

    public Checkpoint ToCheckpoint()
    {
        var flushed = new List<(long, SegmentFacts)>();
        foreach (var segment in segments)
        {
            flushed.Add((segment.BaseOffset, segment.Flushed));
            if (!segment.IsFlushed)
                break;
        }

        return new Checkpoint(Start, flushed, epochs.Entries);
    }
}
