using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Actors.Partitions;

/// <summary>
/// The way of a batch into the log: checked, recognised if it came before, given its offsets, gathered with others, appended, and
/// acknowledged when it is as durable as its acks ask.
/// </summary>
internal sealed class Appends(PartitionState state, PartitionOptions options, ITurnScheduler turns, TimeProvider time)
{
    // So long after a change of owner, or after a refusal, a producer may still have to learn that what it sent before was not taken.
    private static readonly TimeSpan OvertakingPatience = TimeSpan.FromSeconds(10);

    private readonly AppendDeadlines _deadlines = new(turns, time);
    private DateTimeOffset _overtakingSince = time.GetUtcNow();
    private AppendRound _gathering = new();
    private AppendRound? _inFlight;

    /// <summary>Bytes appended since the partition was opened.</summary>
    public long BytesAppended { get; private set; }

    /// <summary>Completes when the log has been given all that came so far.</summary>
    public Task Appending { get; private set; } = Task.CompletedTask;

    /// <summary>Everything up to the first await decides; batches therefore get their offsets in the order of the calls.</summary>
    public async ValueTask<AppendResponse> AppendAsync(AppendRequest request)
    {
        var refusal = Refusal(request);
        if (refusal is not null)
        {
            return refusal;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var verdict = BatchValidator.Validate(request.Batch, state.Rules, now);
        if (verdict.Fault is not null)
        {
            return Refuse(verdict.Fault);
        }

        var header = verdict.Header;
        var sequence = state.Producers.Judge(header.ProducerId, header.ProducerEpoch, header.BaseSequence, header.LastSequence);
        try
        {
            var isEarly = sequence.IsAhead && time.GetUtcNow() - _overtakingSince < OvertakingPatience;
            if (sequence.Error != ErrorCode.None || isEarly)
            {
                // What looks like a gap to an owner who was locked out may be the right sequence to the later one.
                await ConfirmAsync();

                // OUT_OF_ORDER_SEQUENCE_NUMBER is taken for the loss of a batch that was acknowledged.
                return isEarly
                    ? Refuse(ErrorCode.NotLeaderOrFollower, "What comes before this batch has not arrived yet")
                    : Refuse(sequence.Error, sequence.Message);
            }

            if (sequence.Duplicate is { } taken)
            {
                return await AcknowledgedAsync(RepeatAsync(taken, request.Acks), request.TimeoutMs);
            }

            if (_gathering.Bytes + (_inFlight?.Bytes ?? 0) > options.MaxWaitingBytes)
            {
                state.Producers.Unhear(header.ProducerId);
                _overtakingSince = time.GetUtcNow();
                return Refuse(ErrorCode.NotEnoughReplicas, $"{options.MaxWaitingBytes} bytes wait for the log already");
            }

            return await AcknowledgedAsync(AppendNewAsync(request, verdict, now), request.TimeoutMs);
        }
        catch (BatchRefusedException refused)
        {
            return Refuse(refused.ErrorCode, refused.Message);
        }
        catch (StorageUnavailableException silent)
        {
            return Refuse(ErrorCode.RequestTimedOut, silent.Message);
        }
        catch (Exception failure) when (state.Unavailable != ErrorCode.None)
        {
            return Refuse(state.Unavailable, failure.Message);
        }
    }

    // The batch may be in the log all the same. Of the errors after which a producer tries again this one says so: after NOT_LEADER_OR_FOLLOWER or
    // KAFKA_STORAGE_ERROR librdkafka takes it for refused and sends its records in other batches, which no owner then knows as repeated.
    private async ValueTask<AppendResponse> AcknowledgedAsync(ValueTask<AppendResponse> append, int timeoutMs)
    {
        try
        {
            if (append.IsCompleted || timeoutMs <= 0)
            {
                return await append;
            }

            var work = append.AsTask();
            return await _deadlines.IsInTimeAsync(work, TimeSpan.FromMilliseconds(timeoutMs))
                ? await work
                : Refuse(ErrorCode.RequestTimedOut, $"The log has not taken it in {timeoutMs} ms, and may still do so");
        }
        catch (Exception failure) when (failure is not BatchRefusedException && state.Unavailable != ErrorCode.None)
        {
            return Refuse(ErrorCode.RequestTimedOut, failure.Message);
        }
    }

    private AppendResponse? Refusal(AppendRequest request) =>
        state.Unavailable != ErrorCode.None ? Refuse(state.Unavailable, state.Failure?.Message)
        : request.Acks == -1 && state.Settings.MinInSyncReplicas > 1
            ? Refuse(ErrorCode.NotEnoughReplicas, $"min.insync.replicas is {state.Settings.MinInSyncReplicas}, but there is one replica")
        : null;

    private async ValueTask<AppendResponse> AppendNewAsync(AppendRequest request, BatchVerdict verdict, long now)
    {
        using var trace = KafkaTraces.StartAppend(state.Key.Topic, state.Key.Partition, request.TraceParent);
        var batch = BatchPreparation.Prepare(request.Batch, verdict, state.Settings, state.Rules, now);
        var header = verdict.Header;
        var baseOffset = state.NextOffset;
        RecordBatchPatch.BaseOffset(batch.Bytes.Span, baseOffset);
        RecordBatchPatch.LeaderEpoch(batch.Bytes.Span, state.LeaderEpoch);
        var lastOffset = baseOffset + header.LastOffsetDelta;
        state.NextOffset = lastOffset + 1;
        state.Producers.Take(
            header.ProducerId,
            header.ProducerEpoch,
            new TakenBatch(header.BaseSequence, header.LastSequence, baseOffset, lastOffset, batch.MaxTimestamp),
            now);

        var round = _gathering;
        round.Add(new LogBatch(baseOffset, lastOffset, state.LeaderEpoch, batch.MaxTimestamp, batch.Bytes));
        if (_inFlight is null)
        {
            // Not awaited: it goes on for as long as others append, and this batch is only in its first round.
            Appending = AppendGatheredAsync();
        }

        var since = time.GetTimestamp();
        await round.Done;
        await SettleAsync(request.Acks);
        KafkaMetrics.AppendDuration.Record(time.GetElapsedTime(since).TotalSeconds);
        KafkaMetrics.AppendedBytes.Add(batch.Bytes.Length, state.TopicTag);
        KafkaMetrics.AppendedRecords.Add(header.RecordCount, state.TopicTag);
        return Accept(baseOffset, batch.MaxTimestamp);
    }

    // The first one may still be on its way to the log; the repeated one is not acknowledged before it has arrived.
    private async ValueTask<AppendResponse> RepeatAsync(TakenBatch taken, short acks)
    {
        while (taken.LastOffset >= state.HighWatermark)
        {
            await (_inFlight ?? _gathering).Done;
        }

        await SettleAsync(acks);
        await ConfirmAsync();
        return Accept(taken.BaseOffset, taken.Timestamp);
    }

    private async Task AppendGatheredAsync()
    {
        while (_gathering.Batches.Count > 0 && state.Failure is null)
        {
            (_inFlight, _gathering) = (_gathering, new AppendRound());
            _inFlight.Begin();
            await AppendRoundAsync(_inFlight);
        }

        _inFlight = null;
        if (state.Failure is { } failure)
        {
            _gathering.Fail(failure);
        }
    }

    private async ValueTask AppendRoundAsync(AppendRound round)
    {
        try
        {
            await state.Log.AppendAsync(round.Batches, CancellationToken.None);
        }
        catch (Exception failure)
        {
            // What is in the log now is only known after it has been opened again, so this owner's offsets are worth nothing.
            state.Fail(failure);
            round.Fail(failure);
            return;
        }

        BytesAppended += round.Bytes;
        round.Complete();
        state.Waiters.Arrived(round.Bytes);
    }

    private async ValueTask SettleAsync(short acks)
    {
        if (!options.FlushBeforeAck || acks != -1)
        {
            return;
        }

        try
        {
            await state.Log.FlushAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            state.Fail(failure);
            throw;
        }

        // After a failed flush the system may have dropped the pages, so another one that succeeds proves nothing.
        if (state.Failure is { } earlier)
        {
            throw new StorageException(earlier.Message, earlier);
        }
    }

    private async ValueTask ConfirmAsync()
    {
        try
        {
            await state.ConfirmAsync();
        }
        catch (Exception failure) when (failure is not StorageUnavailableException)
        {
            state.Fail(failure);
            throw;
        }
    }

    private AppendResponse Accept(long baseOffset, long timestamp) => new()
    {
        BaseOffset = baseOffset,
        LogAppendTimeMs = state.Settings.UsesLogAppendTime ? timestamp : -1,
        LogStartOffset = state.LogStartOffset,
        LeaderEpoch = state.LeaderEpoch,
    };

    private AppendResponse Refuse(ErrorCode error, string? message) =>
        new() { ErrorCode = error, ErrorMessage = message, LogStartOffset = state.LogStartOffset };

    private AppendResponse Refuse(BatchFault fault)
    {
        var refused = Refuse(fault.ErrorCode, fault.Message);
        refused.RecordErrors.AddRange(fault.Records.Select(record => new AppendResponse.RecordError { BatchIndex = record.BatchIndex, Message = record.Message }));
        return refused;
    }
}
