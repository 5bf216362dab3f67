using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// One partition of a topic that others have made and may write to at any time: each message is a record, and the broker's offset is the record's. It
/// owns nothing, so two of it do no harm: both read the same, and what both send gets its order from the broker.
/// </summary>
internal sealed class RecordPartition(PartitionKey key, RecordLog log, IRecordPublisher publisher, RecordUnpacking unpacking, TimeProvider time) : IHostedPartition
{
    private const int LeaderEpoch = 0;
    private const int MaxWaitingBytes = 64 << 20;
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long GreatestTimestamp = -3;
    private const long EarliestLocal = -4;

    private readonly CancellationTokenSource _closing = new();

    /// <inheritdoc/>
    public bool HasFailed => publisher.IsGone || _closing.IsCancellationRequested;

    /// <inheritdoc/>
    public PartitionWatermark? Watermark => new PartitionWatermark(key, log.Start, log.End);

    /// <inheritdoc/>
    public async ValueTask<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var (records, fault) = unpacking.Unpack(request.Batch, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (fault is not null)
            return Refuse(fault);
        if (publisher.WaitingBytes > MaxWaitingBytes)
            return Refuse(ErrorCode.NotEnoughReplicas, $"{MaxWaitingBytes} bytes wait for the broker already");
        try
        {
            var end = log.End;
            var publishing = publisher.PublishAsync(records);
            var published = await (request.TimeoutMs > 0 ? publishing.WaitAsync(TimeSpan.FromMilliseconds(request.TimeoutMs), time, cancellationToken) : publishing);
            if (published[0].Offset < end && await IsTakenAsync(published[0].Offset))
                return Refuse(ErrorCode.RequestTimedOut, "The broker has crashed and gives offsets again, under which nobody would read these records");
            log.Add(published);
            return new AppendResponse
            {
                BaseOffset = published[0].Offset,
                LogAppendTimeMs = published[0].TimestampMs,
                LogStartOffset = log.Start,
                LeaderEpoch = LeaderEpoch,
            };
        }
        catch (TimeoutException)
        {
            return Refuse(ErrorCode.RequestTimedOut, $"The broker has not answered in {request.TimeoutMs} ms, and may have taken it all the same");
        }
        catch (NotSupportedException never)
        {
            return Refuse(ErrorCode.PolicyViolation, never.Message);
        }
        catch (StorageUnavailableException unknown)
        {
            return Refuse(ErrorCode.RequestTimedOut, unknown.Message);
        }
        catch (StorageException failure)
        {
            return Refuse(ErrorCode.KafkaStorageError, failure.Message);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => GuardAsync(
        () => ReadOrWaitAsync(request, cancellationToken),
        error => Answer(error, ReadOnlySequence<byte>.Empty));

    /// <inheritdoc/>
    public ValueTask<FindOffsetResponse> FindOffsetAsync(FindOffsetRequest request, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await log.LookAsync();
            switch (request.Timestamp)
            {
                case Latest:
                    return At(log.End, -1);
                case Earliest or EarliestLocal:
                    await log.FindStartAsync(cancellationToken);
                    return At(log.Start, -1);
                case GreatestTimestamp:
                    return At(await log.FindLastAsync(cancellationToken));
                case >= 0:
                    return At(await log.FindByTimeAsync(request.Timestamp, cancellationToken));
                default:
                    return new FindOffsetResponse();
            }
        },
        error => new FindOffsetResponse { ErrorCode = error });

    /// <inheritdoc/>
    public ValueTask<EpochEndResponse> EndOfEpochAsync(EpochEndRequest request, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await log.LookAsync();
            return request.LeaderEpoch < LeaderEpoch ? new EpochEndResponse() : new EpochEndResponse { LeaderEpoch = LeaderEpoch, EndOffset = log.End };
        },
        error => new EpochEndResponse { ErrorCode = error });

    /// <summary>Refuses: what others have stored is not deleted.</summary>
    public ValueTask<TrimResponse> TrimAsync(TrimRequest request, CancellationToken cancellationToken) =>
        new(new TrimResponse { ErrorCode = ErrorCode.PolicyViolation });

    /// <inheritdoc/>
    public ValueTask<PartitionDescription> DescribeAsync(CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await log.LookIfRestedAsync();
            return new PartitionDescription
            {
                LogStartOffset = log.Start,
                LogEndOffset = log.End,
                HighWatermark = log.End,
                SizeBytes = log.SizeBytes,
                LeaderEpoch = LeaderEpoch,
            };
        },
        error => new PartitionDescription { ErrorCode = error });

    /// <summary>Does nothing: such a topic has no settings of ours.</summary>
    public ValueTask ConfigureAsync(TopicDescription topic, CancellationToken cancellationToken) => default;

    /// <summary>Deletes nothing; it only is of no use any more.</summary>
    public ValueTask DeleteAsync(CancellationToken cancellationToken) => DisposeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await publisher.DisposeAsync();
    }

    // Only a broker that has crashed gives an offset again. Where nothing was written under it before, the record may have it.
    private async ValueTask<bool> IsTakenAsync(long offset)
    {
        await log.LookAsync();
        return offset < log.FiledEnd;
    }

    private async ValueTask<ReadResponse> ReadOrWaitAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.FetchOffset >= log.End)
            await (request.FetchOffset > log.End ? log.LookAsync() : log.LookIfRestedAsync());
        if (request.FetchOffset < log.Start || request.FetchOffset > log.End)
            return Answer(ErrorCode.OffsetOutOfRange, ReadOnlySequence<byte>.Empty);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var began = time.GetTimestamp();
        while (true)
        {
            var grown = log.Grown;
            var records = await ReadNowAsync(request, cancellationToken);
            var left = TimeSpan.FromMilliseconds(request.MaxWaitMs) - time.GetElapsedTime(began);
            var isEnough = WantsNoRecords(request) ? request.FetchOffset < log.End || request.MinBytes <= 0 : records.Length >= request.MinBytes;
            if (isEnough || left <= TimeSpan.Zero || ending.IsCancellationRequested)
                return Answer(ErrorCode.None, records);

            // Others write past this process, and a broker tells nobody that it has got something: while somebody waits, it is asked again and again.
            var rest = log.Rest;
            await grown.WaitAsync(left < rest ? left : rest, time, ending.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!grown.IsCompleted && !ending.IsCancellationRequested)
                await log.LookIfRestedAsync();
        }
    }

    private async ValueTask<ReadOnlySequence<byte>> ReadNowAsync(ReadRequest request, CancellationToken cancellationToken) =>
        request.FetchOffset >= log.End || WantsNoRecords(request)
            ? ReadOnlySequence<byte>.Empty
            : await log.ReadAsync(request.FetchOffset, request.MaxBytes, request.AtLeastOneBatch, cancellationToken);

    // Such a read only waits, for whatever comes behind its offset.
    private static bool WantsNoRecords(ReadRequest request) => request is { MaxBytes: <= 0, AtLeastOneBatch: false };

    private ReadResponse Answer(ErrorCode error, ReadOnlySequence<byte> records) => new()
    {
        ErrorCode = error,
        HighWatermark = log.End,
        LastStableOffset = log.End,
        LogStartOffset = log.Start,
        LeaderEpoch = LeaderEpoch,
        Records = records,
    };

    private static FindOffsetResponse At(RecordEntry? entry) => entry is { } found ? At(found.Offset, found.TimestampMs) : new FindOffsetResponse();

    private static FindOffsetResponse At(long offset, long timestampMs) => new() { Offset = offset, Timestamp = timestampMs, LeaderEpoch = LeaderEpoch };

    private AppendResponse Refuse(ErrorCode error, string? message) => new() { ErrorCode = error, ErrorMessage = message, LogStartOffset = log.Start };

    private AppendResponse Refuse(BatchFault fault)
    {
        var refused = Refuse(fault.ErrorCode, fault.Message);
        refused.RecordErrors.AddRange(fault.Records.Select(record => new AppendResponse.RecordError { BatchIndex = record.BatchIndex, Message = record.Message }));
        return refused;
    }

    private async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> call, Func<ErrorCode, T> refuse)
    {
        if (HasFailed)
            return refuse(ErrorCode.NotLeaderOrFollower);
        try
        {
            return await call();
        }
        catch (StorageException)
        {
            return refuse(ErrorCode.KafkaStorageError);
        }
    }
}
