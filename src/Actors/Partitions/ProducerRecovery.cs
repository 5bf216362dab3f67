using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Actors.Partitions;

/// <summary>
/// Brings back what a partition knew of its idempotent producers: from the last snapshot, and from the headers of the batches behind it.
/// </summary>
internal static class ProducerRecovery
{
    private const int ReadBytes = 4 << 20;

    public static async ValueTask RecoverAsync(ProducerStates producers, IRecordLog log, CancellationToken cancellationToken)
    {
        var snapshot = await log.LoadSnapshotAsync(cancellationToken);
        if (snapshot is not null)
        {
            Restore(producers, snapshot.State);
        }

        var offset = Math.Max(snapshot?.Offset ?? 0, log.Bounds.StartOffset);
        while (offset < log.Bounds.EndOffset)
        {
            var records = await log.ReadAsync(offset, ReadBytes, atLeastOne: true, cancellationToken);
            foreach (var (header, _, _) in RecordBatches.Enumerate(records))
            {
                offset = header.NextOffset;
                producers.Recover(
                    header.ProducerId,
                    header.ProducerEpoch,
                    new TakenBatch(header.BaseSequence, header.LastSequence, header.BaseOffset, header.LastOffset, header.MaxTimestamp),
                    header.MaxTimestamp);
            }
        }
    }

    /// <summary>The snapshot for all batches below an offset.</summary>
    public static LogSnapshot Capture(ProducerStates producers, long offset)
    {
        var snapshot = new ProducerSnapshot();
        foreach (var (id, producer) in producers.All)
        {
            snapshot.Producers.Add(new()
            {
                ProducerId = id,
                Epoch = producer.Epoch,
                LastSeenMs = producer.LastSeenMs,
                Batches = [.. producer.Batches.Select(batch => new ProducerSnapshot.SnapshotBatch
                {
                    FirstSequence = batch.FirstSequence,
                    LastSequence = batch.LastSequence,
                    BaseOffset = batch.BaseOffset,
                    LastOffset = batch.LastOffset,
                    Timestamp = batch.Timestamp,
                })],
            });
        }

        return new LogSnapshot(offset, StateCodec.Encode(snapshot));
    }

    private static void Restore(ProducerStates producers, ReadOnlyMemory<byte> state)
    {
        foreach (var producer in StateCodec.Decode<ProducerSnapshot>(state).Producers)
        {
            foreach (var batch in producer.Batches)
            {
                var taken = new TakenBatch(batch.FirstSequence, batch.LastSequence, batch.BaseOffset, batch.LastOffset, batch.Timestamp);
                producers.Recover(producer.ProducerId, producer.Epoch, taken, producer.LastSeenMs);
            }
        }
    }
}
