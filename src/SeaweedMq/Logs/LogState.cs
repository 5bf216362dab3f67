using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>What an owner knows of his log: where it begins and ends, and what of it is where. All but what says otherwise is under the gate.</summary>
internal sealed class LogState
{
    private readonly EpochList _epochs;
    private readonly List<TermStart> _terms;

    public LogState(PartitionKey key, Ownership ownership, LogScan scan, Tail tail, Lock gate)
    {
        (Key, Ownership, Tail, Gate, Files) = (key, ownership, tail, gate, scan.Files);
        _epochs = new EpochList(scan.Epochs);
        _terms = [.. scan.Terms];
        StartOffset = Math.Min(ownership.Record.StartOffset, scan.NextOffset);
        EndOffset = DurableOffset = scan.NextOffset;
        _epochs.TrimHead(StartOffset);
    }

    /// <summary>Which partition it is.</summary>
    public PartitionKey Key { get; }

    /// <summary>The owner's right. Needs no gate.</summary>
    public Ownership Ownership { get; }

    public Lock Gate { get; }

    public Tail Tail { get; }

    public FileList Files { get; }

    public bool IsClosed { get; set; }

    public long StartOffset { get; private set; }

    /// <summary>The offset after the last batch that was acknowledged.</summary>
    public long EndOffset { get; private set; }

    /// <summary>The offset after the last batch that is known to be on the disk.</summary>
    public long DurableOffset { get; private set; }

    public IReadOnlyList<EpochStart> Epochs => _epochs.Entries;

    public IReadOnlyList<TermStart> Terms => _terms;

    public LogBounds Bounds => new(StartOffset, EndOffset, Files.SizeBytes + Tail.UndurableBytes);

    /// <summary>The batches in memory that are acknowledged and at or above the start.</summary>
    public IEnumerable<LogBatch> LiveTail => Tail.Batches.Where(batch => batch.LastOffset >= StartOffset && batch.LastOffset < EndOffset);

    /// <summary>Batches are acknowledged.</summary>
    public void Appended(IReadOnlyList<LogBatch> batches)
    {
        foreach (var batch in batches)
            _epochs.Add(batch.LeaderEpoch, batch.BaseOffset);
        if (_terms.Count == 0 || _terms[^1].Term < Ownership.Term)
            _terms.Add(new TermStart(Ownership.Term, batches[0].BaseOffset));
        EndOffset = batches[^1].LastOffset + 1;
    }

    /// <summary>What of the tail is in a file that claims to end with a message is on the disk.</summary>
    public void Written(string file, long lastMessage)
    {
        while (Tail.TakeDurable(lastMessage) is { } batch)
        {
            Files.Add(file, EntryHeader.Of(batch, Ownership.Term), batch.Bytes.Length);
            DurableOffset = batch.LastOffset + 1;
        }

        Files.See(file);
    }

    /// <summary>Raises the start. Returns the first file to keep.</summary>
    public string? TrimHead(long startOffset)
    {
        StartOffset = startOffset;
        _epochs.TrimHead(startOffset);
        return Files.Trim(startOffset);
    }

    /// <summary>The term that an offset belongs to. Takes the gate itself.</summary>
    public long TermOf(long offset)
    {
        lock (Gate)
        {
            var index = _terms.FindLastIndex(term => term.StartOffset <= offset);
            return index < 0 ? 0 : _terms[index].Term;
        }
    }

    public void ThrowIfClosed()
    {
        if (IsClosed)
            throw new StorageException($"The log of {Key} is not open any more");
        Ownership.ThrowIfFenced();
    }
}
