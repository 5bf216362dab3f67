namespace KafkaGateway.Silo.Storage;

/// <summary>Where the settings want records to be.</summary>
internal enum RecordStorage
{
    Local,
    Memory,
    SeaweedMq,

    /// <summary>Files, because SeaweedMQ did not answer in time.</summary>
    LocalInstead,
}
