namespace KafkaGateway.Contracts.Storage;

/// <summary>
/// Opens and deletes the record logs of one engine. Each log has one owner at a time, the one who opened it last: that much is kept by the
/// engine, whoever else believes to be the owner.
/// </summary>
public interface IRecordLogs
{
    /// <summary>
    /// Opens a partition's log for the owner of a leader epoch, creating it where there is none, and repairs what a crash left: a torn tail is
    /// cut, whole batches stay. From then on all earlier owners are locked out: whatever they append afterwards is refused and never appears in
    /// the log; everything they appended before, acknowledged yet or not, is seen by the new owner. No help of theirs is needed. An opening that
    /// fails may have locked them out all the same.
    /// </summary>
    /// <param name="key">Which partition.</param>
    /// <param name="leaderEpoch">The owner's epoch, from 0; an equal one takes over, as when a failed log is opened again.</param>
    /// <param name="layout">How the log lays out its segments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FencedException">An owner of a higher epoch has opened the log.</exception>
    /// <exception cref="StorageException">The log is damaged before its tail, or cannot be read or written; names the file.</exception>
    ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a partition's log for good; deleting what does not exist is no error. Whoever has it open is locked out as by a later owner.
    /// </summary>
    ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken);
}
