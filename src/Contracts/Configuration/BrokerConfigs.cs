using static KafkaGateway.Contracts.Configuration.Declare;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>The settings of a broker: who it is, how clients reach it, and what bounds them. Further parts stand in the files beside.</summary>
public static partial class BrokerConfigs
{
    /// <summary>All settings of a broker.</summary>
    public static ConfigSet All => Declared.Set;

    /// <summary>node.id</summary>
    public static ConfigKey<int> NodeId { get; } = Int(
        "node.id", 0, ConfigRule.AtLeast(0), "The id of this node, which clients see and which must not change.");

    /// <summary>broker.id: the older name of node.id.</summary>
    public static ConfigKey<int> BrokerId { get; } = Int(
        "broker.id", -1, ConfigRule.AtLeast(-1), "The older name of node.id; -1 for what node.id says.");

    /// <summary>broker.rack</summary>
    public static ConfigKey<string?> BrokerRack { get; } = OptionalString(
        "broker.rack", ConfigRule.NonEmpty, "The rack or zone that this node stands in, as clients are told.");

    /// <summary>cluster.id (not Kafka's: Kafka keeps it in its storage).</summary>
    public static ConfigKey<string?> ClusterId { get; } = OptionalString(
        "cluster.id", ConfigRule.NonEmpty, "The id of the cluster as clients are told; without it one is made up and kept with the data.");

    /// <summary>listeners</summary>
    public static ConfigKey<IReadOnlyList<string>> Listeners { get; } = List(
        "listeners", ["PLAINTEXT://127.0.0.1:9092"], ConfigRule.NonEmpty,
        "Where to listen: HOST:PORT or NAME://HOST:PORT, more than one parted by commas; port 0 stands for any free port. A client is told the addresses "
        + "that all nodes advertise for the listener of the same name, or without names of the same place, as the one it came in by.");

    /// <summary>advertised.listeners</summary>
    public static ConfigKey<IReadOnlyList<string>> AdvertisedListeners { get; } = List(
        "advertised.listeners", [], null,
        "The addresses that clients are told, one for each listener in the same order; empty for the ones really bound.");

    /// <summary>log.dirs: one folder.</summary>
    public static ConfigKey<IReadOnlyList<string>> LogDirs { get; } = List(
        "log.dirs", ["data"], ConfigRule.Count(1), "The folder that everything is kept in. One, where Kafka takes several.");

    /// <summary>max.connections</summary>
    public static ConfigKey<int> MaxConnections { get; } = Int(
        "max.connections", int.MaxValue, ConfigRule.AtLeast(0),
        "How many connections are open at most; further ones are closed at once.", ConfigUpdate.ClusterWide);

    /// <summary>connections.max.idle.ms</summary>
    public static ConfigKey<long> ConnectionsMaxIdleMs { get; } = Long(
        "connections.max.idle.ms", 600_000, null, "A connection that is silent for that long is closed; below 0 none ever is.");

    /// <summary>connection.max.inflight.requests (ours).</summary>
    public static ConfigKey<int> ConnectionMaxInFlightRequests { get; } = Int(
        "connection.max.inflight.requests", 100, ConfigRule.AtLeast(1),
        "How many requests of one connection are worked on at a time; with that many no more is read from it. Not a setting of Kafka's.");

    /// <summary>socket.request.max.bytes</summary>
    public static ConfigKey<int> SocketRequestMaxBytes { get; } = Int(
        "socket.request.max.bytes", 104_857_600, ConfigRule.AtLeast(1), "The largest request taken; a larger one closes its connection.");

    /// <summary>queued.max.request.bytes</summary>
    public static ConfigKey<long> QueuedMaxRequestBytes { get; } = Long(
        "queued.max.request.bytes", 134_217_728, ConfigRule.AtLeast(-1),
        "How many bytes the requests of all connections that are arriving or worked on hold before further ones of more than 64 KiB are left "
        + "unread; -1 for no bound, which is Kafka's default.");

    /// <summary>queued.max.response.bytes (ours).</summary>
    public static ConfigKey<long> QueuedMaxResponseBytes { get; } = Long(
        "queued.max.response.bytes", 134_217_728, ConfigRule.AtLeast(-1),
        "How many bytes the answers of all connections that are read or not yet taken by their clients hold before fetches get 1 MiB or one "
        + "batch at a time; -1 for no bound. Not a setting of Kafka's.");

    /// <summary>fetch.max.bytes</summary>
    public static ConfigKey<int> FetchMaxBytes { get; } = Int(
        "fetch.max.bytes", 57_671_680, ConfigRule.AtLeast(1024), "The most that one answer to Fetch holds, whatever the client asks for.");

    /// <summary>max.incremental.fetch.session.cache.slots</summary>
    public static ConfigKey<int> MaxIncrementalFetchSessionCacheSlots { get; } = Int(
        "max.incremental.fetch.session.cache.slots", 1000, ConfigRule.AtLeast(0),
        "How many fetch sessions (KIP-227) are kept; clients without one send whole requests.");

    /// <summary>max.request.partition.size.limit</summary>
    public static ConfigKey<int> MaxRequestPartitionSizeLimit { get; } = Int(
        "max.request.partition.size.limit", 2000, ConfigRule.AtLeast(1), "How many partitions one answer to DescribeTopicPartitions holds at most.");

    /// <summary>sasl.kerberos.min.time.before.relogin</summary>
    public static ConfigKey<long> SaslKerberosMinTimeBeforeRelogin { get; } = Long(
        "sasl.kerberos.min.time.before.relogin", 60_000, null,
        "Kept and shown, because admin tools use it to try out changing a broker; there is no Kerberos here that it could act on.",
        ConfigUpdate.PerBroker);

    // Filled on first use, when the declarations of every part have run.
    private static class Declared
    {
        public static readonly ConfigSet Set = ConfigSet.DeclaredIn(typeof(BrokerConfigs));
    }
}
