using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Partitions;

/// <summary>Answers where leader epochs ended (KIP-101, KIP-320), so that clients notice when the log behind their offset was cut.</summary>
internal static class EpochHistory
{
    /// <summary>
    /// The greatest epoch at or below the asked one that the log knows, and the offset where it ended. Both -1 where the log knows none.
    /// </summary>
    public static (int Epoch, long EndOffset) End(PartitionState state, int asked)
    {
        if (asked == state.LeaderEpoch)
        {
            return (asked, state.HighWatermark);
        }

        var epochs = state.Log.Epochs;
        if (asked > state.LeaderEpoch || asked < 0)
        {
            return (-1, -1);
        }

        var next = FirstAbove(epochs, asked);
        var endOffset = next < epochs.Count ? epochs[next].StartOffset : state.HighWatermark;
        return next == 0 ? (asked, Math.Max(state.LogStartOffset, endOffset)) : (epochs[next - 1].Epoch, endOffset);
    }

    /// <summary>The epoch that wrote an offset, or -1 where the log no longer tells.</summary>
    public static int Of(PartitionState state, long offset)
    {
        var epochs = state.Log.Epochs;
        for (var i = epochs.Count - 1; i >= 0; i--)
        {
            if (epochs[i].StartOffset <= offset)
            {
                return epochs[i].Epoch;
            }
        }

        return -1;
    }

    /// <summary>Compares the leader epoch that a client believes in with ours.</summary>
    public static ErrorCode Check(PartitionState state, int currentLeaderEpoch) =>
        currentLeaderEpoch < 0 || currentLeaderEpoch == state.LeaderEpoch ? ErrorCode.None
        : currentLeaderEpoch < state.LeaderEpoch ? ErrorCode.FencedLeaderEpoch
        : ErrorCode.UnknownLeaderEpoch;

    public static EpochEndResponse Answer(PartitionState state, EpochEndRequest request)
    {
        var error = Check(state, request.CurrentLeaderEpoch);
        if (error != ErrorCode.None)
        {
            return new EpochEndResponse { ErrorCode = error };
        }

        var (epoch, endOffset) = End(state, request.LeaderEpoch);
        return new EpochEndResponse { LeaderEpoch = epoch, EndOffset = endOffset };
    }

    private static int FirstAbove(IReadOnlyList<EpochStart> epochs, int asked)
    {
        var index = 0;
        while (index < epochs.Count && epochs[index].Epoch <= asked)
        {
            index++;
        }

        return index;
    }
}
