namespace KafkaGateway.Protocol.Records;

/// <summary>Where the fields of a record batch of magic 2 lie, in octets from its start.</summary>
public static class RecordBatchLayout
{
    /// <summary>Base offset and batch length, which every format begins with.</summary>
    public const int LogOverhead = 12;

    /// <summary>The whole header: what comes after it are records.</summary>
    public const int HeaderSize = 61;

    /// <summary>The smallest value of the batch length field: a header without records.</summary>
    public const int LowestBatchLength = HeaderSize - LogOverhead;

    /// <summary>The magic of the current format.</summary>
    public const byte CurrentMagic = 2;

    /// <summary>Where the magic octet lies, in every format.</summary>
    public const int Magic = 16;

    internal const int BaseOffset = 0;
    internal const int BatchLength = 8;
    internal const int PartitionLeaderEpoch = 12;
    internal const int Crc = 17;
    internal const int Attributes = 21;
    internal const int LastOffsetDelta = 23;
    internal const int BaseTimestamp = 27;
    internal const int MaxTimestamp = 35;
    internal const int ProducerId = 43;
    internal const int ProducerEpoch = 51;
    internal const int BaseSequence = 53;
    internal const int RecordCount = 57;
}
