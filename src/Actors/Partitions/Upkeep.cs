using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Partitions;

/// <summary>What a partition does by itself: retention, forgetting old producers, noting down the state of the others.</summary>
internal sealed class Upkeep(
    PartitionState state, Appends appends, PartitionOptions options, ITurnScheduler turns, TimeProvider time, ILogger logger) : IDisposable
{
    private IDisposable? _next;
    private long _bytesAtSnapshot;
    private bool _isSaving;

    public void Start() => _next = turns.Schedule(options.UpkeepInterval, RunAsync);

    public void Dispose() => _next?.Dispose();

    /// <summary>To be called after appends; has a snapshot saved in a turn of its own when enough has come since the last.</summary>
    public void Appended()
    {
        if (appends.BytesAppended - _bytesAtSnapshot >= options.SnapshotEveryBytes && !_isSaving)
        {
            _isSaving = true;
            turns.Schedule(TimeSpan.Zero, () => GuardAsync(SaveSnapshotAsync));
        }
    }

    /// <summary>Saves a snapshot of everything appended so far, if anything was since the last one.</summary>
    public async ValueTask SaveSnapshotAsync()
    {
        if (appends.BytesAppended == _bytesAtSnapshot || state.Failure is not null || state.HighWatermark != state.NextOffset)
        {
            _isSaving = false;
            return;
        }

        _isSaving = true;
        try
        {
            var bytes = appends.BytesAppended;
            await state.Log.SaveSnapshotAsync(ProducerRecovery.Capture(state.Producers, state.NextOffset), CancellationToken.None);
            _bytesAtSnapshot = bytes;
        }
        finally
        {
            _isSaving = false;
        }
    }

    /// <summary>Applies retention once.</summary>
    public async ValueTask ApplyRetentionAsync()
    {
        if (!state.Settings.DeletesOldSegments)
        {
            return;
        }

        var from = state.LogStartOffset;
        var limits = new RetentionLimits(state.Settings.RetentionMs, state.Settings.RetentionBytes);
        var to = await state.Log.ApplyRetentionAsync(limits, time.GetUtcNow().ToUnixTimeMilliseconds(), CancellationToken.None);
        if (to > from)
        {
            PartitionLogMessages.Retained(logger, state.Key, from, to);
            state.Waiters.ReleaseAll();
        }
    }

    private async ValueTask RunAsync()
    {
        if (state.IsDeleted || state.Failure is not null)
        {
            return;
        }

        await GuardAsync(async () =>
        {
            state.Producers.Expire((time.GetUtcNow() - options.ProducerExpiration).ToUnixTimeMilliseconds());
            await ApplyRetentionAsync();
            await SaveSnapshotAsync();
        });
        _next = turns.Schedule(options.UpkeepInterval, RunAsync);
    }

    private async ValueTask GuardAsync(Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            PartitionLogMessages.UpkeepFailed(logger, state.Key, failure);
        }
    }
}
