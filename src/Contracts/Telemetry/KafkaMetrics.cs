using System.Diagnostics.Metrics;

namespace KafkaGateway.Contracts.Telemetry;

/// <summary>
/// Everything that is measured, with its name, unit and tags; times are in seconds. It costs nothing while nobody listens. In Prometheus dots become
/// underscores and the unit is appended: kafka_request_duration_seconds.
/// </summary>
public static class KafkaMetrics
{
    /// <summary>The meter that all of it belongs to.</summary>
    public const string MeterName = "KafkaGateway";

    /// <summary>The name of what <see cref="ObserveLag"/> tells.</summary>
    public const string ConsumerLagName = "kafka.consumer.lag";

    /// <summary>Of how many topics what is counted by topic is told apart; all others are told together.</summary>
    public const int MostTopics = 10_000;

    /// <summary>Upper bounds of the times' buckets: from a batch taken in memory to a fetch that waits out its client's patience.</summary>
    public static readonly IReadOnlyList<double> DurationBuckets =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private static readonly Meter s_meter = new(MeterName);

    /// <summary>From the moment a request is read until its answer is written; waiting at the tail or for other members counts. Tags: api, version.</summary>
    public static readonly Histogram<double> RequestDuration = Duration("kafka.request.duration", "From a request read to its answer written");

    /// <summary>Errors in answers: one answer may hold several, one a partition for example. Tags: api, error (Kafka's name of it).</summary>
    public static readonly Counter<long> RequestErrors = s_meter.CreateCounter<long>("kafka.request.errors", "{error}", "Errors in answers");

    /// <summary>Bytes received from and sent to Kafka clients. Tag: direction (receive, transmit).</summary>
    public static readonly Counter<long> NetworkIo = s_meter.CreateCounter<long>("kafka.network.io", "By", "Bytes from and to Kafka clients");

    /// <summary>Kafka clients' connections now.</summary>
    public static readonly UpDownCounter<long> Connections = s_meter.CreateUpDownCounter<long>("kafka.connections", "{connection}", "Connections now");

    /// <summary>Connections accepted since the start.</summary>
    public static readonly Counter<long> ConnectionsAccepted = s_meter.CreateCounter<long>("kafka.connections.accepted", "{connection}", "Connections accepted");

    /// <summary>How long the reading of a request waited for memory (queued.max.request.bytes).</summary>
    public static readonly Histogram<double> RequestMemoryWait = Duration("kafka.request.memory.wait", "Waits of requests for memory");

    /// <summary>From a batch's arrival at its partition to its acknowledgement.</summary>
    public static readonly Histogram<double> AppendDuration = Duration("kafka.partition.append.duration", "Appends to partitions, from arrival to acknowledgement");

    /// <summary>Bytes of batches appended. Tag: topic.</summary>
    public static readonly Counter<long> AppendedBytes = s_meter.CreateCounter<long>("kafka.partition.append.io", "By", "Bytes appended to partitions");

    /// <summary>Records appended. Tag: topic.</summary>
    public static readonly Counter<long> AppendedRecords = s_meter.CreateCounter<long>("kafka.partition.append.records", "{record}", "Records appended to partitions");

    /// <summary>Reads of a partition's log, without waiting for records that are not there yet.</summary>
    public static readonly Histogram<double> ReadDuration = Duration("kafka.partition.read.duration", "Reads of partitions' logs");

    /// <summary>Bytes of batches read. Tag: topic.</summary>
    public static readonly Counter<long> ReadBytes = s_meter.CreateCounter<long>("kafka.partition.read.io", "By", "Bytes read from partitions");

    /// <summary>One fsync of a local log, which many appends may share.</summary>
    public static readonly Histogram<double> FlushDuration = Duration("kafka.log.flush.duration", "fsync of local logs");

    /// <summary>From a batch sent to the SeaweedMQ broker to its acknowledgement.</summary>
    public static readonly Histogram<double> PublishDuration = Duration("kafka.seaweedmq.publish.duration", "Batches to the SeaweedMQ broker and back");

    /// <summary>Bytes that are lost if the SeaweedMQ broker and this process end together.</summary>
    public static readonly UpDownCounter<long> UndurableBytes = s_meter.CreateUpDownCounter<long>("kafka.seaweedmq.undurable", "By", "Bytes that only the broker's memory and this process hold");

    /// <summary>Streams to the SeaweedMQ broker that were opened; more than the partitions opened means that some broke.</summary>
    public static readonly Counter<long> StreamsOpened = s_meter.CreateCounter<long>("kafka.seaweedmq.streams.opened", "{stream}", "Publish streams opened");

    /// <summary>Generations that consumer groups began.</summary>
    public static readonly Counter<long> Rebalances = s_meter.CreateCounter<long>("kafka.group.rebalances", "{rebalance}", "Generations begun by groups");

    /// <summary>From a commit's arrival at its group to its acknowledgement.</summary>
    public static readonly Histogram<double> CommitDuration = Duration("kafka.offset.commit.duration", "Commits of offsets");

    /// <summary>Actors awake on a silo. Tag: kind (partition, group, topic, ...).</summary>
    public static void ObserveActors(Meter meter, Func<IEnumerable<Measurement<long>>> measure) =>
        meter.CreateObservableGauge("kafka.actors", measure, "{actor}", "Actors awake");

    /// <summary>Consumer groups awake on a silo. Tag: state (as in ListGroups).</summary>
    public static void ObserveGroups(Meter meter, Func<IEnumerable<Measurement<long>>> measure) =>
        meter.CreateObservableGauge("kafka.groups", measure, "{group}", "Consumer groups awake, by state");

    /// <summary>Records between a group's committed offset and the end of a partition, told by one silo for all. Tags: group, topic, partition.</summary>
    public static void ObserveLag(Meter meter, Func<IEnumerable<Measurement<long>>> measure) =>
        meter.CreateObservableGauge(ConsumerLagName, measure, "{record}", "Records that a group is behind in a partition");

    /// <summary>Whether records are kept where they were meant to be: 1 where auto fell back to another storage.</summary>
    public static void ObserveFallback(Meter meter, Func<long> measure) =>
        meter.CreateObservableGauge("kafka.storage.fallback", measure, "{fallback}", "1 where record.storage=auto fell back");

    /// <summary>Logs on SeaweedMQ without a stream to the broker: what they are given waits.</summary>
    public static void ObserveBrokenStreams(Meter meter, Func<long> measure) =>
        meter.CreateObservableGauge("kafka.seaweedmq.streams.broken", measure, "{stream}", "Logs without a stream to the SeaweedMQ broker");

    private static Histogram<double> Duration(string name, string description) => s_meter.CreateHistogram<double>(name, "s", description);
}
