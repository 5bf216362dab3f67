using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Partitions;

/// <summary>What a batch's producer fields mean to the partition.</summary>
/// <param name="Error">None where the batch is to be taken or is a duplicate.</param>
/// <param name="Message">Why it is refused.</param>
/// <param name="Duplicate">The batch that was taken before with the same sequence numbers.</param>
/// <param name="IsAhead">Whether what should come before it may still be on its way, because this owner has not heard of the producer yet.</param>
internal readonly record struct SequenceVerdict(ErrorCode Error, string? Message, TakenBatch? Duplicate, bool IsAhead = false);

/// <summary>
/// The idempotent producers of one partition (KIP-98): fences old epochs, recognises repeated batches, refuses gaps.
/// </summary>
internal sealed class ProducerStates
{
    private readonly Dictionary<long, ProducerState> _producers = [];

    // Those whose last batch this owner has taken himself. Of the others he knows what earlier owners have left.
    private readonly HashSet<long> _heard = [];

    public IReadOnlyDictionary<long, ProducerState> All => _producers;

    /// <summary>Judges a batch before it gets its offsets. Batches without a producer id always pass.</summary>
    public SequenceVerdict Judge(long producerId, short epoch, int firstSequence, int lastSequence)
    {
        if (producerId < 0)
        {
            return default;
        }

        if (!_producers.TryGetValue(producerId, out var producer))
        {
            // Expired or lost with retention: as in Kafka, any sequence number may begin again.
            return new(ErrorCode.None, null, null, IsAhead: firstSequence > 0);
        }

        if (epoch < producer.Epoch)
        {
            return Refuse(ErrorCode.InvalidProducerEpoch, $"producer {producerId} has epoch {producer.Epoch}, the batch has {epoch}");
        }

        if (epoch > producer.Epoch)
        {
            return firstSequence == 0
                ? default
                : Refuse(ErrorCode.OutOfOrderSequenceNumber, $"producer {producerId} begins epoch {epoch} with sequence {firstSequence}, not 0");
        }

        if (producer.Find(firstSequence, lastSequence) is { } duplicate)
        {
            return new(ErrorCode.None, null, duplicate);
        }

        return producer.LastSequence < 0 || firstSequence == Next(producer.LastSequence)
            ? default
            : new(
                ErrorCode.OutOfOrderSequenceNumber,
                $"producer {producerId} epoch {epoch} sent sequence {firstSequence} after {producer.LastSequence}",
                null,
                IsAhead: firstSequence > producer.LastSequence && !_heard.Contains(producerId));
    }

    /// <summary>Remembers a batch that got its offsets from this owner.</summary>
    public void Take(long producerId, short epoch, in TakenBatch batch, long nowMs)
    {
        if (producerId >= 0)
        {
            _heard.Add(producerId);
        }

        Recover(producerId, epoch, batch, nowMs);
    }

    /// <summary>A batch of the producer was refused: what follows may arrive before it comes again.</summary>
    public void Unhear(long producerId) => _heard.Remove(producerId);

    /// <summary>Remembers a batch that got its offsets from an earlier owner.</summary>
    public void Recover(long producerId, short epoch, in TakenBatch batch, long nowMs)
    {
        if (producerId < 0)
        {
            return;
        }

        if (!_producers.TryGetValue(producerId, out var producer))
        {
            _producers[producerId] = producer = new ProducerState(epoch);
        }

        producer.Take(epoch, batch, nowMs);
    }

    /// <summary>Forgets producers that were not seen since a time (producer.id.expiration.ms).</summary>
    public void Expire(long notSeenSinceMs)
    {
        foreach (var (id, _) in _producers.Where(entry => entry.Value.LastSeenMs < notSeenSinceMs).ToList())
        {
            _producers.Remove(id);
            _heard.Remove(id);
        }
    }

    /// <summary>Sequence numbers wrap from 2147483647 to 0.</summary>
    public static int Next(int sequence) => sequence == int.MaxValue ? 0 : sequence + 1;

    /// <summary>The sequence number of a batch's last record.</summary>
    public static int Last(int firstSequence, int lastOffsetDelta) =>
        (int)(((long)firstSequence + lastOffsetDelta) & int.MaxValue);

    private static SequenceVerdict Refuse(ErrorCode error, string message) => new(error, message, null);
}
