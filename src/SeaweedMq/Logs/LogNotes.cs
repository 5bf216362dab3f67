using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>Writes down in the partition's record what the next owner then need not find out, and what must outlive this one.</summary>
internal sealed class LogNotes(LogState state, Func<long> clockNs)
{
    public async ValueTask SaveAsync(CancellationToken cancellationToken, LogSnapshot? snapshot = null, bool takesLeave = false) =>
        await state.Ownership.WriteAsync(
            record =>
            {
                lock (state.Gate)
                {
                    var (files, nextFile, nextOffset) = state.Files.ToRecord(record);
                    return record with
                    {
                        Files = files,
                        NextFile = nextFile,
                        NextOffset = nextOffset,
                        Epochs = [.. state.Epochs.Where(epoch => epoch.StartOffset < nextOffset)],
                        Terms = [.. state.Terms.Where(term => term.StartOffset < nextOffset)],
                        BarrierTerm = record.Term,
                        StartOffset = state.StartOffset,
                        LeaseMs = takesLeave ? 0 : record.LeaseMs,
                        ClockNs = Math.Max(record.ClockNs, clockNs()),
                        SnapshotOffset = snapshot?.Offset ?? record.SnapshotOffset,
                        Snapshot = snapshot?.State.ToArray() ?? record.Snapshot,
                    };
                }
            },
            cancellationToken);

    /// <summary>The last snapshot, where the log holds what it speaks of.</summary>
    public LogSnapshot? LoadSnapshot()
    {
        var record = state.Ownership.Record;
        lock (state.Gate)
        {
            state.ThrowIfClosed();
            return record.SnapshotOffset >= state.StartOffset && record.SnapshotOffset <= state.EndOffset
                ? new LogSnapshot(record.SnapshotOffset, record.Snapshot)
                : null;
        }
    }
}
