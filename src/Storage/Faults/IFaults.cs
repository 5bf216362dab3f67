namespace KafkaGateway.Storage.Faults;

/// <summary>
/// Decides what goes wrong, and when: called around every call of a storage that <see cref="FaultyRecordLogs"/> and its like stand before.
/// Awaiting something delays the call; throwing a StorageException fails it, before it is applied or after.
/// </summary>
public interface IFaults
{
    /// <summary>Before the call is applied.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="target">Of whom: topic-partition, kind/key or group id.</param>
    /// <param name="cancellationToken">The caller's.</param>
    ValueTask BeforeAsync(StorageCall call, string target, CancellationToken cancellationToken);

    /// <summary>After the call has been applied, before the caller learns of it.</summary>
    /// <param name="call">What was asked for.</param>
    /// <param name="target">Of whom: topic-partition, kind/key or group id.</param>
    /// <param name="cancellationToken">The caller's.</param>
    ValueTask AfterAsync(StorageCall call, string target, CancellationToken cancellationToken);
}
