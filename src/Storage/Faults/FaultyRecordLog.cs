using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Faults;

/// <summary>Stands before a log and lets faults happen. After one the log must be opened again, as the contract says.</summary>
internal sealed class FaultyRecordLog(IRecordLog inner, PartitionKey key, IFaults faults) : IRecordLog
{
    private StorageException? _failure;

    public LogBounds Bounds => inner.Bounds;

    public IReadOnlyList<EpochStart> Epochs => inner.Epochs;

    public ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Append, () => inner.AppendAsync(batches, cancellationToken), cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Flush, () => inner.FlushAsync(cancellationToken), cancellationToken);

    public ValueTask ConfirmAsync(CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Confirm, () => inner.ConfirmAsync(cancellationToken), cancellationToken);

    public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int maxBytes, bool atLeastOne, CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Read, () => inner.ReadAsync(offset, maxBytes, atLeastOne, cancellationToken), cancellationToken);

    public ValueTask<long?> FindByTimestampAsync(long timestamp, CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Read, () => inner.FindByTimestampAsync(timestamp, cancellationToken), cancellationToken);

    public ValueTask<long?> FindMaxTimestampAsync(CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Read, () => inner.FindMaxTimestampAsync(cancellationToken), cancellationToken);

    public ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Trim, () => inner.TrimAsync(startOffset, cancellationToken), cancellationToken);

    public ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Trim, () => inner.ApplyRetentionAsync(limits, nowMs, cancellationToken), cancellationToken);

    public void Configure(SegmentLayout layout) => inner.Configure(layout);

    public ValueTask SaveSnapshotAsync(LogSnapshot snapshot, CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Snapshot, () => inner.SaveSnapshotAsync(snapshot, cancellationToken), cancellationToken);

    public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken cancellationToken) =>
        RunAsync(StorageCall.Snapshot, () => inner.LoadSnapshotAsync(cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask RunAsync(StorageCall call, Func<ValueTask> apply, CancellationToken cancellationToken)
    {
        CheckUsable();
        try
        {
            await faults.AroundAsync(call, key.ToString(), apply, cancellationToken);
        }
        catch (StorageException e)
        {
            _failure = e;
            throw;
        }
    }

    private async ValueTask<T> RunAsync<T>(StorageCall call, Func<ValueTask<T>> apply, CancellationToken cancellationToken)
    {
        CheckUsable();
        try
        {
            return await faults.AroundAsync(call, key.ToString(), apply, cancellationToken);
        }
        catch (StorageException e)
        {
            _failure = e;
            throw;
        }
    }

    private void CheckUsable()
    {
        if (_failure is { } failure)
            throw new StorageException($"The log of {key} failed and must be opened again: {failure.Message}", failure);
    }
}
