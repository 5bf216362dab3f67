namespace KafkaGateway.Protocol.Records;

/// <summary>Why a producer's batch is refused (KIP-467).</summary>
/// <param name="ErrorCode">What the producer is told.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Records">The records to blame, the first 100 at most; empty where it is the batch as a whole.</param>
public sealed record BatchFault(ErrorCode ErrorCode, string Message, IReadOnlyList<RecordFault> Records)
{
    /// <summary>A fault of the batch as a whole.</summary>
    public BatchFault(ErrorCode errorCode, string message) : this(errorCode, message, [])
    {
    }
}

/// <summary>Why one record is refused.</summary>
/// <param name="BatchIndex">The record's place in the batch, from 0.</param>
/// <param name="Message">The reason in words.</param>
public sealed record RecordFault(int BatchIndex, string Message);
