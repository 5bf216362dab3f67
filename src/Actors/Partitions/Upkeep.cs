using KafkaGateway.Actors.Turns;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Partitions;

/// <summary>What a partition does by itself: retention, forgetting old producers, noting down the state of the others.</summary>
internal sealed class Upkeep(
    PartitionState state, Appends appends, PartitionOptions options, ITurnScheduler turns, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly OneAtATime _saves = new();
    private IDisposable? _next;
    private long _bytesAtSnapshot;
    private bool _isSnapshotDue;

    public void Start() => _next = turns.Schedule(options.UpkeepInterval, RunAsync);

    public void Dispose() => _next?.Dispose();

    /// <summary>To be called after appends; has a snapshot saved in a turn of its own when enough has come since the last.</summary>
    public void Appended()
    {
        if (appends.BytesAppended - _bytesAtSnapshot >= options.SnapshotEveryBytes && !_isSnapshotDue)
        {
            _isSnapshotDue = true;
            turns.Schedule(TimeSpan.Zero, SaveSnapshotAsync);
        }
    }

    /// <summary>Saves a snapshot of everything appended so far, if anything was since the last one. Losing it costs time only.</summary>
    public async ValueTask SaveSnapshotAsync() => await _saves.RunAsync(async () =>
    {
        _isSnapshotDue = false;
        var bytes = appends.BytesAppended;
        if (bytes == _bytesAtSnapshot || state.Unavailable != ErrorCode.None || state.HighWatermark != state.NextOffset)
        {
            return false;
        }

        return await GuardAsync(async () =>
        {
            await state.Log.SaveSnapshotAsync(ProducerRecovery.Capture(state.Producers, state.NextOffset), CancellationToken.None);
            _bytesAtSnapshot = bytes;
        });
    });

    /// <summary>Applies retention once.</summary>
    public async ValueTask ApplyRetentionAsync()
    {
        if (!state.Settings.DeletesOldSegments || state.Unavailable != ErrorCode.None)
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
        state.Producers.Expire((time.GetUtcNow() - options.ProducerExpiration).ToUnixTimeMilliseconds());
        await GuardAsync(ApplyRetentionAsync);
        await SaveSnapshotAsync();
        if (state.Unavailable == ErrorCode.None)
        {
            _next = turns.Schedule(options.UpkeepInterval, RunAsync);
        }
    }

    private async ValueTask<bool> GuardAsync(Func<ValueTask> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception failure) when (PartitionState.EndsOwner(failure))
        {
            state.Fail(failure);
        }
        catch (Exception failure)
        {
            PartitionLogMessages.UpkeepFailed(logger, state.Key, failure);
        }

        return false;
    }
}
