using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Faults;

/// <summary>Stands before record logs and lets faults happen.</summary>
public sealed class FaultyRecordLogs(IRecordLogs inner, IFaults faults) : IRecordLogs
{
    /// <inheritdoc/>
    public ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken)
    {
        return OpenAsync();

        async ValueTask<IRecordLog> OpenAsync()
        {
            await faults.BeforeAsync(StorageCall.OpenLog, key.ToString(), cancellationToken);
            var log = new FaultyRecordLog(await inner.OpenAsync(key, leaderEpoch, layout, cancellationToken), key, faults);
            try
            {
                await faults.AfterAsync(StorageCall.OpenLog, key.ToString(), cancellationToken);
                return log;
            }
            catch
            {
                await log.DisposeAsync();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken) => faults.AroundAsync(
        StorageCall.DeleteLog, key.ToString(), () => inner.DeleteAsync(key, cancellationToken), cancellationToken);
}
