using System.Buffers;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Actors.Partitions;

/// <summary>Finds offsets by time (ListOffsets).</summary>
internal sealed class OffsetSearch(PartitionState state)
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long GreatestTimestamp = -3;
    private const long EarliestLocal = -4;
    private const int OneBatch = 1;

    public async ValueTask<FindOffsetResponse> FindAsync(FindOffsetRequest request, CancellationToken cancellationToken)
    {
        var error = state.IsDeleted ? ErrorCode.UnknownTopicOrPartition
            : state.Failure is not null ? ErrorCode.KafkaStorageError
            : EpochHistory.Check(state, request.CurrentLeaderEpoch);
        if (error != ErrorCode.None)
        {
            return new FindOffsetResponse { ErrorCode = error };
        }

        return request.Timestamp switch
        {
            Latest => At(state.HighWatermark, -1, state.LeaderEpoch),
            Earliest or EarliestLocal => At(state.LogStartOffset, -1, EpochHistory.Of(state, state.LogStartOffset)),
            GreatestTimestamp => await FindInBatchAsync(
                await state.Log.FindMaxTimestampAsync(cancellationToken), GreatestIn, cancellationToken),
            >= 0 => await FindInBatchAsync(
                await state.Log.FindByTimestampAsync(request.Timestamp, cancellationToken),
                batch => FirstFrom(batch, request.Timestamp),
                cancellationToken),
            _ => new FindOffsetResponse(),
        };
    }

    private async ValueTask<FindOffsetResponse> FindInBatchAsync(
        long? baseOffset, Func<ReadOnlyMemory<byte>, (long Offset, long Timestamp)?> find, CancellationToken cancellationToken)
    {
        if (baseOffset is not { } offset)
        {
            return new FindOffsetResponse();
        }

        var batch = await state.Log.ReadAsync(Math.Max(offset, state.LogStartOffset), OneBatch, atLeastOne: true, cancellationToken);
        var found = Search(batch.IsSingleSegment ? batch.First : batch.ToArray(), find);
        return found is { } hit
            ? At(Math.Max(hit.Offset, state.LogStartOffset), hit.Timestamp, EpochHistory.Of(state, hit.Offset))
            : new FindOffsetResponse();
    }

    // A batch whose codec cannot be decoded here (zstd without its library) answers for itself as a whole.
    private static (long Offset, long Timestamp)? Search(
        ReadOnlyMemory<byte> batch, Func<ReadOnlyMemory<byte>, (long Offset, long Timestamp)?> find)
    {
        try
        {
            return find(batch);
        }
        catch (UnsupportedCompressionException)
        {
            var header = RecordBatchHeader.Read(batch.Span);
            return (header.BaseOffset, header.MaxTimestamp);
        }
    }

    private static (long Offset, long Timestamp)? FirstFrom(ReadOnlyMemory<byte> batch, long timestamp)
    {
        using var decoded = DecodedRecords.Open(batch, long.MaxValue);
        var records = decoded.Read();
        while (records.Read())
        {
            if (records.Timestamp >= timestamp)
            {
                return (records.Offset, records.Timestamp);
            }
        }

        return null;
    }

    private static (long Offset, long Timestamp)? GreatestIn(ReadOnlyMemory<byte> batch)
    {
        (long Offset, long Timestamp)? greatest = null;
        using var decoded = DecodedRecords.Open(batch, long.MaxValue);
        var records = decoded.Read();
        while (records.Read())
        {
            if (greatest is null || records.Timestamp > greatest.Value.Timestamp)
            {
                greatest = (records.Offset, records.Timestamp);
            }
        }

        return greatest;
    }

    private static FindOffsetResponse At(long offset, long timestamp, int leaderEpoch) =>
        new() { Offset = offset, Timestamp = timestamp, LeaderEpoch = leaderEpoch };
}
