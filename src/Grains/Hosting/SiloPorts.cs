using KafkaGateway.Actors.Groups;
using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Grains.Hosting;

/// <summary>What a silo gives the actors on it to live on.</summary>
internal sealed class SiloPorts
{
    public SiloPorts(
        NodeStorage storage, IActors actors, ICluster cluster, IGrainFactory grains, BrokerSettings settings, TimeProvider time, ILoggerFactory logging)
    {
        Storage = storage;
        Actors = actors;
        Cluster = cluster;
        Settings = settings;
        Time = time;
        Logger = logging.CreateLogger("KafkaGateway");
        GroupSettings = GroupSettings.From(settings);
        Offsets = new OffsetGrainStore(grains, storage.Offsets);
        Partitions = new PartitionOpening(
            actors, storage.Logs, (key, cancellationToken) => LeaderEpochs.TakeNextAsync(storage.States, key, cancellationToken), settings, time, Logger);
    }

    public NodeStorage Storage { get; }

    public IStateStore States => Storage.States;

    public IOffsetStore Offsets { get; }

    public IActors Actors { get; }

    public ICluster Cluster { get; }

    public BrokerSettings Settings { get; }

    public GroupSettings GroupSettings { get; }

    public PartitionOpening Partitions { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }
}
