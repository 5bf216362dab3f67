using System.Buffers;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Partitions;

/// <summary>Serves fetches: history straight from the log, the tail as soon as enough bytes have arrived.</summary>
internal sealed class Reads(PartitionState state, ITurnScheduler turns, TimeProvider time)
{
    public async ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOrWaitAsync(request, cancellationToken);
        }
        catch (Exception failure) when (PartitionState.IsOfStorage(failure))
        {
            return Answer(state.ErrorAfter(failure));
        }
    }

    private async ValueTask<ReadResponse> ReadOrWaitAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        ReadResponse answer;
        long missing, end;
        do
        {
            // What arrives while the log is being read would be missed by a waiter that is only added afterwards.
            end = state.HighWatermark;
            answer = await ReadNowAsync(request, cancellationToken);
            missing = request.MinBytes - (answer.Records?.Length ?? 0);
            if (answer.ErrorCode != ErrorCode.None || answer.DivergingEpoch >= 0 || missing <= 0
                || (WantsNoRecords(request) && request.FetchOffset < end))
            {
                return answer;
            }
        }
        while (end != state.HighWatermark);

        if (request.MaxWaitMs <= 0 || cancellationToken.IsCancellationRequested || !state.Waiters.HasRoom)
        {
            return answer;
        }

        using (var waiter = state.Waiters.Add(missing))
        using (turns.Schedule(TimeSpan.FromMilliseconds(request.MaxWaitMs), () => Release(waiter)))
        await using (cancellationToken.UnsafeRegister(static waiter => ((FetchWaiters.Waiter)waiter!).Release(), waiter))
        {
            await waiter.Released;
        }

        answer = await ReadNowAsync(request, cancellationToken);
        if (answer is { ErrorCode: ErrorCode.None, Records.IsEmpty: true })
        {
            // Who waits where nothing ever comes would wait for good at an owner who does not know that there is a later one.
            await state.ConfirmAsync();
        }

        return answer;
    }

    private static ValueTask Release(FetchWaiters.Waiter waiter)
    {
        waiter.Release();
        return default;
    }

    private async ValueTask<ReadResponse> ReadNowAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var error = state.Unavailable != ErrorCode.None ? state.Unavailable
            : EpochHistory.Check(state, request.CurrentLeaderEpoch) is var epochs && epochs != ErrorCode.None ? epochs
            : request.FetchOffset < state.LogStartOffset ? ErrorCode.OffsetOutOfRange
            : ErrorCode.None;
        if (error != ErrorCode.None)
        {
            return Answer(error);
        }

        // Before the end is looked at: an offset beyond it is what a client has whose last records were lost.
        if (request.LastFetchedEpoch >= 0 && Divergence(request) is { } divergence)
        {
            return await ConfirmedAsync(divergence);
        }

        if (request.FetchOffset > state.HighWatermark)
        {
            return await ConfirmedAsync(Answer(ErrorCode.OffsetOutOfRange));
        }

        var records = request.FetchOffset == state.HighWatermark || WantsNoRecords(request)
            ? ReadOnlySequence<byte>.Empty
            : await ReadLogAsync(request, cancellationToken);
        var answer = Answer(ErrorCode.None);
        answer.Records = records;
        return answer;
    }

    private async ValueTask<ReadOnlySequence<byte>> ReadLogAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        using var trace = KafkaTraces.StartRead(state.Key.Topic, state.Key.Partition);
        var since = time.GetTimestamp();
        var records = await state.Log.ReadAsync(request.FetchOffset, request.MaxBytes, request.AtLeastOneBatch, cancellationToken);
        KafkaMetrics.ReadDuration.Record(time.GetElapsedTime(since).TotalSeconds);
        KafkaMetrics.ReadBytes.Add(records.Length, state.TopicTag);
        return records;
    }

    // What sends a consumer back must not come from an owner who only does not know what a later one has written.
    private async ValueTask<ReadResponse> ConfirmedAsync(ReadResponse answer)
    {
        await state.ConfirmAsync();
        return answer;
    }

    // Such a read only waits, for whatever comes behind its offset.
    private static bool WantsNoRecords(ReadRequest request) => request is { MaxBytes: <= 0, AtLeastOneBatch: false };

    // A consumer that says which epoch its last record had is told where that epoch really ended, if that is before its offset (KIP-595).
    private ReadResponse? Divergence(ReadRequest request)
    {
        var (epoch, endOffset) = EpochHistory.End(state, request.LastFetchedEpoch);
        if (epoch < 0)
        {
            return Answer(ErrorCode.OffsetOutOfRange);
        }

        if (epoch == request.LastFetchedEpoch && endOffset >= request.FetchOffset)
        {
            return null;
        }

        var answer = Answer(ErrorCode.None);
        answer.DivergingEpoch = epoch;
        answer.DivergingEndOffset = endOffset;
        answer.Records = ReadOnlySequence<byte>.Empty;
        return answer;
    }

    private ReadResponse Answer(ErrorCode error) => new()
    {
        ErrorCode = error,
        HighWatermark = state.HighWatermark,
        LastStableOffset = state.HighWatermark,
        LogStartOffset = state.LogStartOffset,
        LeaderEpoch = state.LeaderEpoch,
    };
}
