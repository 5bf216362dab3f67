using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Legacy;

/// <summary>What became of a message set: a batch, or a fault.</summary>
public readonly record struct UpConversion
{
    /// <summary>One batch of magic 2 as a producer would send it. Only where there is no fault.</summary>
    public byte[] Batch { get; init; }

    /// <summary>Why the message set is refused, else null.</summary>
    public BatchFault? Fault { get; init; }
}
