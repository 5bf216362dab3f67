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
    private const int ReadBytes = 1 << 20;

    public async ValueTask<FindOffsetResponse> FindAsync(FindOffsetRequest request, CancellationToken cancellationToken)
    {
        var error = EpochHistory.Check(state, request.CurrentLeaderEpoch);
        if (error != ErrorCode.None)
        {
            return new FindOffsetResponse { ErrorCode = error };
        }

        return request.Timestamp switch
        {
            Latest => At(state.HighWatermark, -1, state.LeaderEpoch),
            Earliest or EarliestLocal => At(state.LogStartOffset, -1, EpochHistory.Of(state, state.LogStartOffset)),
            GreatestTimestamp => await FindInBatchAsync(
                await state.Log.FindMaxTimestampAsync(cancellationToken),
                batch => RecordSearch.FindMaxTimestamp(batch, state.Rules.MaxDecompressedBytes),
                cancellationToken),
            >= 0 => await FindInBatchAsync(
                await state.Log.FindByTimestampAsync(request.Timestamp, cancellationToken),
                batch => RecordSearch.FindByTimestamp(batch, request.Timestamp, state.LogStartOffset, state.Rules.MaxDecompressedBytes),
                cancellationToken),
            _ => new FindOffsetResponse(),
        };
    }

    private async ValueTask<FindOffsetResponse> FindInBatchAsync(
        long? baseOffset, Func<ReadOnlyMemory<byte>, RecordPosition?> find, CancellationToken cancellationToken)
    {
        if (baseOffset is not { } offset)
        {
            return new FindOffsetResponse();
        }

        try
        {
            // The first batch is the one, unless what it was found for lies below a start offset within it.
            for (var next = Math.Max(offset, state.LogStartOffset); next < state.HighWatermark;)
            {
                foreach (var batch in RecordBatches.Enumerate(await state.Log.ReadAsync(next, ReadBytes, atLeastOne: true, cancellationToken)))
                {
                    next = batch.Header.NextOffset;
                    if (find(batch.Memory) is { } found)
                    {
                        return At(found.Offset, found.Timestamp, EpochHistory.Of(state, found.Offset));
                    }
                }
            }

            return new FindOffsetResponse();
        }
        catch (UnsupportedCompressionException)
        {
            // Only what has to be decoded fails: without zstd's library the search does, reading the records does not.
            return new FindOffsetResponse { ErrorCode = ErrorCode.UnsupportedCompressionType };
        }
    }

    private static FindOffsetResponse At(long offset, long timestamp, int leaderEpoch) =>
        new() { Offset = offset, Timestamp = timestamp, LeaderEpoch = leaderEpoch };
}
