using System.Buffers;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Partitions;

/// <summary>Serves fetches: history straight from the log, the tail as soon as enough bytes have arrived.</summary>
internal sealed class Reads(PartitionState state, ITurnScheduler turns)
{
    public async ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        ReadResponse answer;
        long missing, end;
        do
        {
            // What arrives while the log is being read would be missed by a waiter that is only added afterwards.
            end = state.HighWatermark;
            answer = await ReadNowAsync(request, cancellationToken);
            missing = request.MinBytes - (answer.Records?.Length ?? 0);
            if (answer.ErrorCode != ErrorCode.None || answer.DivergingEpoch >= 0 || missing <= 0)
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

        return await ReadNowAsync(request, cancellationToken);
    }

    private static ValueTask Release(FetchWaiters.Waiter waiter)
    {
        waiter.Release();
        return default;
    }

    private async ValueTask<ReadResponse> ReadNowAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (Divergence(request) is { } divergence)
        {
            return divergence;
        }

        var records = request.FetchOffset == state.HighWatermark || request is { MaxBytes: <= 0, AtLeastOneBatch: false }
            ? ReadOnlySequence<byte>.Empty
            : await state.Log.ReadAsync(request.FetchOffset, request.MaxBytes, request.AtLeastOneBatch, cancellationToken);
        var answer = Answer(ErrorCode.None);
        answer.Records = records;
        return answer;
    }

    private ReadResponse? Refusal(ReadRequest request)
    {
        var error = state.IsDeleted ? ErrorCode.UnknownTopicOrPartition
            : state.Failure is not null ? ErrorCode.KafkaStorageError
            : EpochHistory.Check(state, request.CurrentLeaderEpoch);
        if (error == ErrorCode.None && (request.FetchOffset < state.LogStartOffset || request.FetchOffset > state.HighWatermark))
        {
            error = ErrorCode.OffsetOutOfRange;
        }

        return error == ErrorCode.None ? null : Answer(error);
    }

    // A consumer that says which epoch its last record had is told where that epoch really ended, if that is before its offset (KIP-595).
    private ReadResponse? Divergence(ReadRequest request)
    {
        if (request.LastFetchedEpoch < 0)
        {
            return null;
        }

        var (epoch, endOffset) = EpochHistory.End(state, request.LastFetchedEpoch);
        if (epoch >= 0 && (epoch < request.LastFetchedEpoch || endOffset < request.FetchOffset))
        {
            var answer = Answer(ErrorCode.None);
            answer.DivergingEpoch = epoch;
            answer.DivergingEndOffset = endOffset;
            answer.Records = ReadOnlySequence<byte>.Empty;
            return answer;
        }

        return null;
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
