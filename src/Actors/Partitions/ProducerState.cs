namespace KafkaGateway.Actors.Partitions;

/// <summary>A batch of an idempotent producer that the partition has taken.</summary>
/// <param name="FirstSequence">The sequence number of its first record.</param>
/// <param name="LastSequence">The sequence number of its last record.</param>
/// <param name="BaseOffset">The offset that its first record got.</param>
/// <param name="LastOffset">The offset that its last record got.</param>
/// <param name="Timestamp">Its greatest timestamp in ms, which a duplicate's answer repeats where the log gives timestamps.</param>
internal readonly record struct TakenBatch(int FirstSequence, int LastSequence, long BaseOffset, long LastOffset, long Timestamp);

/// <summary>
/// What a partition remembers of one idempotent producer: its epoch and its last five batches, as many as a client may have in flight.
/// </summary>
internal sealed class ProducerState(short epoch)
{
    /// <summary>max.in.flight.requests.per.connection of an idempotent producer is at most this (KIP-185).</summary>
    public const int RememberedBatches = 5;

    private readonly Queue<TakenBatch> _batches = new(RememberedBatches);

    public short Epoch { get; private set; } = epoch;

    /// <summary>When the partition last took a batch of it, ms since 1970.</summary>
    public long LastSeenMs { get; private set; }

    public IReadOnlyCollection<TakenBatch> Batches => _batches;

    /// <summary>The sequence number of the last record taken in this epoch, -1 where there is none.</summary>
    public int LastSequence { get; private set; } = -1;

    /// <summary>The batch that has exactly these sequence numbers, where it is one of the remembered.</summary>
    public TakenBatch? Find(int firstSequence, int lastSequence)
    {
        foreach (var batch in _batches)
        {
            if (batch.FirstSequence == firstSequence && batch.LastSequence == lastSequence)
            {
                return batch;
            }
        }

        return null;
    }

    public void Take(short epoch, in TakenBatch batch, long nowMs)
    {
        if (epoch != Epoch)
        {
            Epoch = epoch;
            _batches.Clear();
        }

        if (_batches.Count == RememberedBatches)
        {
            _batches.Dequeue();
        }

        _batches.Enqueue(batch);
        LastSequence = batch.LastSequence;
        LastSeenMs = nowMs;
    }
}
