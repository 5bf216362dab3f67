namespace KafkaGateway.Protocol.Records;

/// <summary>How closely a producer's batch is looked at (batch.validation).</summary>
public enum BatchValidation
{
    /// <summary>Header, CRC, and every record; compressed records are decoded once.</summary>
    Full,

    /// <summary>Header and CRC only: the records are taken as the producer made them.</summary>
    Header,
}
