namespace KafkaGateway.Contracts.Storage;

/// <summary>Opens and deletes the record logs of one engine.</summary>
public interface IRecordLogs
{
    /// <summary>
    /// Opens a partition's log, creating it where there is none, and repairs what a crash left: a torn tail is cut, whole batches stay.
    /// </summary>
    /// <exception cref="StorageException">The log is damaged before its tail, or cannot be read or written; names the file.</exception>
    ValueTask<IRecordLog> OpenAsync(PartitionKey key, SegmentLayout layout, CancellationToken cancellationToken);

    /// <summary>Deletes a partition's log for good; deleting what does not exist is no error. The log must not be open.</summary>
    ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken);
}
