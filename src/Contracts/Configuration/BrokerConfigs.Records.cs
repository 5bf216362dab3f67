using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

// Where records are kept, and how SeaweedMQ is reached. None of these are Kafka's.
public static partial class BrokerConfigs
{
    /// <summary>record.storage</summary>
    public static ConfigKey<string?> RecordStorage { get; } = OptionalString(
        "record.storage", ConfigRule.OneOf("seaweedmq", "local", "memory", "auto"),
        "Where records are kept: on SeaweedMQ brokers (seaweedmq, which waits for them as long as it takes), in files in log.dirs (local), in memory "
        + "(memory), or auto: on SeaweedMQ if it answers within record.storage.auto.ms, else in files, with a warning. Without it seaweedmq where "
        + "seaweedmq.masters or seaweedmq.brokers is set, local otherwise; a cluster (postgres.connection) wants to be told.");

    /// <summary>record.storage.auto.ms</summary>
    public static ConfigKey<int> RecordStorageAutoMs { get; } = Int(
        "record.storage.auto.ms", 10_000, ConfigRule.AtLeast(0), "How long record.storage=auto tries to reach SeaweedMQ.");

    /// <summary>seaweedmq.masters</summary>
    public static ConfigKey<IReadOnlyList<string>> SeaweedMqMasters { get; } = List(
        "seaweedmq.masters", [], null,
        "SeaweedFS masters, which know the brokers and filers: HOST:PORT (gRPC 10000 above) or HOST:PORT.GRPCPORT. Any that answers will do.");

    /// <summary>seaweedmq.brokers</summary>
    public static ConfigKey<IReadOnlyList<string>> SeaweedMqBrokers { get; } = List(
        "seaweedmq.brokers", [], null,
        "SeaweedMQ brokers, HOST:PORT each, instead of those that the masters know. A new partition goes to one of them and stays there; each broker should "
        + "be the only one of its SeaweedFS, or filer group.");

    /// <summary>seaweedmq.filer</summary>
    public static ConfigKey<string?> SeaweedMqFiler { get; } = OptionalString(
        "seaweedmq.filer", ConfigRule.NonEmpty, "The SeaweedFS filer, HOST:PORT or HOST:PORT.GRPCPORT, instead of one that the masters know.");

    /// <summary>seaweedmq.filer.group</summary>
    public static ConfigKey<string> SeaweedMqFilerGroup { get; } = String("seaweedmq.filer.group", "", null, "The filer group of brokers and filers.");

    /// <summary>seaweedmq.namespace</summary>
    public static ConfigKey<string> SeaweedMqNamespace { get; } = String(
        "seaweedmq.namespace", "kafka-gateway", ConfigRule.NonEmpty,
        "The SeaweedMQ namespace of the partitions, and of what is kept about them in the filer. Two clusters on one SeaweedFS need two.");

    /// <summary>seaweedmq.record.namespace</summary>
    public static ConfigKey<string> SeaweedMqRecordNamespace { get; } = String(
        "seaweedmq.record.namespace", "kafka", null,
        "The SeaweedMQ namespace whose topics, made by others, are served too, one message a record; empty for none.");

    /// <summary>seaweedmq.record.unsupported</summary>
    public static ConfigKey<string> SeaweedMqRecordUnsupported { get; } = String(
        "seaweedmq.record.unsupported", "refuse", ConfigRule.OneOf("refuse", "drop"),
        "What becomes of a batch for a topic of seaweedmq.record.namespace that has what a message there cannot hold. refuse: record headers and producer ids "
        + "(enable.idempotence=true) are refused with INVALID_RECORD. drop: the records are stored without headers, and without being de-duplicated.");

    /// <summary>seaweedmq.agent</summary>
    public static ConfigKey<string?> SeaweedMqAgent { get; } = OptionalString(
        "seaweedmq.agent", ConfigRule.NonEmpty,
        "A SeaweedMQ agent, HOST:PORT, that topics of seaweedmq.record.namespace are written to through, instead of the broker. It takes records of topics with "
        + "one partition, keeps values as RecordValues, and acknowledges nothing: a write is answered when it is seen in the log.");

    /// <summary>seaweedmq.acks.all</summary>
    public static ConfigKey<string> SeaweedMqAcksAll { get; } = String(
        "seaweedmq.acks.all", "memory", ConfigRule.OneOf("memory", "disk"),
        "When a write with acks=all is answered. memory: the broker and this process have it in memory, until it is on the disk within the broker's flush "
        + "interval; the end of either loses nothing, the end of both at once loses what was not written out. disk: SeaweedFS has written it, which takes up to "
        + "the flush interval.");

    /// <summary>seaweedmq.flush.interval.ms</summary>
    public static ConfigKey<long> SeaweedMqFlushIntervalMs { get; } = Long(
        "seaweedmq.flush.interval.ms", 5_000, ConfigRule.AtLeast(1_000),
        "The brokers' -logFlushInterval, or more. Where it is less than theirs, taking a partition over takes as long as their interval.");

    /// <summary>seaweedmq.lease.ms</summary>
    public static ConfigKey<long> SeaweedMqLeaseMs { get; } = Long(
        "seaweedmq.lease.ms", 1_000, ConfigRule.Between(100, 60_000),
        "How long the owner of a partition may believe to be that without asking the filer. Whoever takes a partition over from a process that was killed "
        + "waits that long.");

    /// <summary>seaweedmq.timeout.ms</summary>
    public static ConfigKey<long> SeaweedMqTimeoutMs { get; } = Long(
        "seaweedmq.timeout.ms", 5_000, ConfigRule.AtLeast(100), "How long a broker, filer or master may take for an answer.");

    /// <summary>seaweedmq.tls.ca.file</summary>
    public static ConfigKey<string?> SeaweedMqTlsCaFile { get; } = OptionalString(
        "seaweedmq.tls.ca.file", ConfigRule.NonEmpty, "The certificate (PEM) of the authority, as in [grpc] ca of SeaweedFS's security.toml; with it all gRPC calls use mutual TLS.");

    /// <summary>seaweedmq.tls.cert.file</summary>
    public static ConfigKey<string?> SeaweedMqTlsCertFile { get; } = OptionalString(
        "seaweedmq.tls.cert.file", ConfigRule.NonEmpty, "This process's certificate (PEM), of that authority.");

    /// <summary>seaweedmq.tls.key.file</summary>
    public static ConfigKey<string?> SeaweedMqTlsKeyFile { get; } = OptionalString(
        "seaweedmq.tls.key.file", ConfigRule.NonEmpty, "The key (PEM) of seaweedmq.tls.cert.file.");

    /// <summary>seaweedmq.filer.https</summary>
    public static ConfigKey<bool> SeaweedMqFilerHttps { get; } = Boolean(
        "seaweedmq.filer.https", false, "Whether the filer gives its files by HTTPS only ([https.filer] in security.toml), with the same certificates.");
}
