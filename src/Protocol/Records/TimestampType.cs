namespace KafkaGateway.Protocol.Records;

/// <summary>Who set the timestamps of a batch; the value is attribute bit 3 (KIP-32).</summary>
public enum TimestampType
{
    /// <summary>The producer, a record each.</summary>
    CreateTime = 0,

    /// <summary>The broker: every record has the batch's greatest timestamp.</summary>
    LogAppendTime = 1,
}
