using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

// The cluster: silos, what they keep in PostgreSQL, and the operations port. None of these are Kafka's.
public static partial class BrokerConfigs
{
    /// <summary>node.name</summary>
    public static ConfigKey<string?> NodeName { get; } = OptionalString(
        "node.name", ConfigRule.NonEmpty,
        "The name of this process in the cluster, the same after a restart: its node id belongs to it, and a silo's actors are placed by it. Without it "
        + "the machine's name and the port listened on.");

    /// <summary>orleans.cluster.id</summary>
    public static ConfigKey<string> OrleansClusterId { get; } = String(
        "orleans.cluster.id", "kafka-gateway", ConfigRule.NonEmpty, "Silos and gateways with the same id in the same database are one cluster.");

    /// <summary>silo.listen</summary>
    public static ConfigKey<string> SiloListen { get; } = String(
        "silo.listen", "127.0.0.1:11111", ConfigRule.NonEmpty, "Where a silo listens for other silos: HOST:PORT; the other silos use the same address.");

    /// <summary>silo.gateway.port</summary>
    public static ConfigKey<int> SiloGatewayPort { get; } = Int(
        "silo.gateway.port", 30_000, ConfigRule.Between(0, 65_535),
        "The port, at the host of silo.listen, where a silo listens for gateways of other processes; 0 for none.");

    /// <summary>silo.advertised.host</summary>
    public static ConfigKey<string?> SiloAdvertisedHost { get; } = OptionalString(
        "silo.advertised.host", ConfigRule.NonEmpty, "The IP address that other processes reach this silo at; without it the host of silo.listen.");

    /// <summary>silo.probe.timeout.ms</summary>
    public static ConfigKey<int> SiloProbeTimeoutMs { get; } = Int(
        "silo.probe.timeout.ms", 2_000, ConfigRule.AtLeast(100),
        "How long silos wait for each other's sign of life. After three missed ones a silo is out, and its actors move.");

    /// <summary>postgres.connection</summary>
    public static ConfigKey<string?> PostgresConnection { get; } = OptionalPassword(
        "postgres.connection", ConfigRule.NonEmpty,
        "The connection string (Npgsql's form) of the database that the cluster keeps its membership, states and committed offsets in. Without it "
        + "the process is a cluster of one.");

    /// <summary>postgres.timeout.ms</summary>
    public static ConfigKey<int> PostgresTimeoutMs { get; } = Int(
        "postgres.timeout.ms", 5_000, ConfigRule.AtLeast(100), "How long a statement may take before what waits for it gets a retriable error.");

    /// <summary>group.idle.ms</summary>
    public static ConfigKey<long> GroupIdleMs { get; } = Long(
        "group.idle.ms", 300_000, ConfigRule.AtLeast(1_000),
        "A group without members that nobody has asked for that long is put to sleep: it holds no memory until the next request.");

    /// <summary>operations.listen</summary>
    public static ConfigKey<string> OperationsListen { get; } = String(
        "operations.listen", "127.0.0.1:8080", ConfigRule.NonEmpty,
        "Where health checks, the operations page, the dashboard and metrics are served: HOST:PORT, port 0 for any free one; 'none' for nowhere.");

    /// <summary>operations.authentication</summary>
    public static ConfigKey<string> OperationsAuthentication { get; } = String(
        "operations.authentication", "required", ConfigRule.OneOf("required", "none"),
        "Whether the operations page, the dashboard and /metrics want credentials: operations.token as a bearer token, or operations.user and operations.password. Health checks never do.");

    /// <summary>operations.token</summary>
    public static ConfigKey<string?> OperationsToken { get; } = OptionalPassword(
        "operations.token", ConfigRule.NonEmpty, "The bearer token that opens the operations port.");

    /// <summary>operations.user</summary>
    public static ConfigKey<string?> OperationsUser { get; } = OptionalString(
        "operations.user", ConfigRule.NonEmpty, "The user name that opens the operations port, with operations.password (basic authentication).");

    /// <summary>operations.password</summary>
    public static ConfigKey<string?> OperationsPassword { get; } = OptionalPassword(
        "operations.password", ConfigRule.NonEmpty, "The password of operations.user.");
}
