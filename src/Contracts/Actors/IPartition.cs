using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Contracts.Actors;

/// <summary>
/// The single writer of one partition: gives batches their offsets, keeps the high watermark, de-duplicates idempotent producers, and
/// lets fetches at the tail wait. Errors travel in the answer as Kafka error codes; a call throws only when its host is gone.
/// </summary>
public interface IPartition
{
    /// <summary>
    /// Appends one record batch of magic 2. The batch's memory passes to the callee with the call: the caller must not touch it again,
    /// because base offset and leader epoch are written into its header, which is how the same bytes travel from socket to log uncopied.
    /// Calls made one after another keep their order, also when the first is not awaited before the second is made.
    /// </summary>
    /// <param name="request">The batch, and acks: 0 or 1 is answered when the log has it, -1 when it is as durable as the log promises.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; the batch may be in the log all the same.</param>
    ValueTask<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Reads whole batches from an offset on. With MaxWaitMs it waits until MinBytes have gathered behind the offset, or the time is up.
    /// </summary>
    /// <param name="request">From where, how much, and how long to wait for it.</param>
    /// <param name="cancellationToken">Ends the wait: with what there is, or, where the partition is in another process, as cancelled.</param>
    ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Finds an offset by timestamp in ms or by one of the special timestamps of ListOffsets (-1, -2, -3, -4, ...).</summary>
    ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken);

    /// <summary>Where the asked leader epoch, or the greatest one below it, ended (KIP-320).</summary>
    ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken);

    /// <summary>Forgets all records below an offset; -1 stands for the high watermark (DeleteRecords).</summary>
    ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken);

    /// <summary>Offsets, size in bytes, leader epoch and live idempotent producers, as of now.</summary>
    ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Takes over changed topic settings.</summary>
    ValueTask ConfigureAsync(TopicDescription topic, CancellationToken cancellationToken);

    /// <summary>Deletes the log for good. Later calls answer UNKNOWN_TOPIC_OR_PARTITION.</summary>
    ValueTask DeleteAsync(CancellationToken cancellationToken);
}
