using System.Buffers;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>A log on the broker, as one owner has it open. He makes sure of his right to it before and after each append.</summary>
internal sealed class BrokerRecordLog(
    Ownership ownership, OwnerLife life, OwnersTail tail, Publisher publisher, BrokerRules rules, LogSnapshot? snapshot) : IRecordLog
{
    private readonly List<EpochStart> _epochs = EpochsOf(tail.Batches);
    private int _count = tail.Batches.Count;
    private bool _isClosed;

    public LogBounds Bounds => new(0, _count == 0 ? 0 : tail.Batches[_count - 1].LastOffset + 1, _count);

    public IReadOnlyList<EpochStart> Epochs => _epochs;

    public long Term => ownership.Term;

    public bool IsAlive => !life.IsOver;

    public OwnersTail Tail => tail;

    public async ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken)
    {
        await ConfirmAsync(cancellationToken);
        if (batches[0].BaseOffset != tail.NextOffset)
            throw new InvalidOperationException($"An owner appends at {batches[0].BaseOffset}, where {tail.NextOffset} is next");
        await life.AwaitAsync(publisher.SendAsync(batches));

        // A later owner who has begun by now has not seen these.
        await ownership.ConfirmAsync();
        _count += batches.Count;
        if (_epochs.Count == 0 || _epochs[^1].Epoch < batches[0].LeaderEpoch)
            _epochs.Add(new EpochStart(batches[0].LeaderEpoch, batches[0].BaseOffset));
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        if (rules.FlushesToDisk)
            await life.AwaitAsync(publisher.FlushAsync(_count, atOnce: false));
    }

    public async ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        await ownership.ConfirmAsync();
        ThrowIfClosed();
    }

    public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var batch in Known.SkipWhile(batch => batch.LastOffset < offset))
        {
            var isWanted = atLeastOne && bytes.WrittenCount == 0;
            if (!isWanted && bytes.WrittenCount + batch.Bytes.Length > maxBytes)
                break;
            bytes.Write(batch.Bytes.Span);
        }

        return new(new ReadOnlySequence<byte>(bytes.WrittenMemory));
    }

    public async ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken)
    {
        await ConfirmAsync(cancellationToken);
        return Known.Where(batch => batch.MaxTimestamp >= timestamp).Select(batch => (long?)batch.BaseOffset).FirstOrDefault();
    }

    public async ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken)
    {
        await ConfirmAsync(cancellationToken);
        return _count == 0 ? null : Known.MaxBy(batch => batch.MaxTimestamp).BaseOffset;
    }

    public ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody deletes records here.");

    public async ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken)
    {
        await ConfirmAsync(cancellationToken);
        return 0;
    }

    public void Configure(SegmentLayout layout)
    {
    }

    public async ValueTask SaveSnapshotAsync(LogSnapshot snapshot, CancellationToken cancellationToken) =>
        await ownership.WriteAsync(record => record.Snapshot = snapshot);

    public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
        new(snapshot?.Offset <= Bounds.EndOffset ? snapshot : null);

    /// <summary>Brings everything to the disk and takes leave; one who was locked out just ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        try
        {
            await ownership.ConfirmAsync();
            await life.AwaitAsync(publisher.FlushAsync(tail.Batches.Count, atOnce: true));
            await ownership.WriteAsync(record => record.HasLeft = true);
        }
        catch (FencedException)
        {
            // There is a next owner already.
        }

        publisher.Close();
    }

    private IEnumerable<LogBatch> Known => tail.Batches.Take(_count);

    private static List<EpochStart> EpochsOf(IEnumerable<LogBatch> batches) =>
        [.. batches.GroupBy(batch => batch.LeaderEpoch).Select(epoch => new EpochStart(epoch.Key, epoch.First().BaseOffset))];

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw new StorageException("simulated: the log is closed");
        ownership.ThrowIfFenced();
    }
}
