using KafkaGateway.Actors.Groups;
using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
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
    private readonly PartitionOpening _opening;

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
        _opening = new PartitionOpening(
            actors, storage.Logs, (key, cancellationToken) => LeaderEpochs.TakeNextAsync(storage.States, key, cancellationToken), settings, time, Logger);
    }

    public NodeStorage Storage { get; }

    public IStateStore States => Storage.States;

    public IOffsetStore Offsets { get; }

    public IActors Actors { get; }

    public ICluster Cluster { get; }

    public BrokerSettings Settings { get; }

    public GroupSettings GroupSettings { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    /// <summary>Opens a partition: of a topic of ours, or of one that others have made in the storage.</summary>
    /// <exception cref="UnknownPartitionException">There is no such partition, or its topic is another incarnation by now.</exception>
    /// <exception cref="StorageException">It cannot be opened; names what.</exception>
    public async ValueTask<IHostedPartition> OpenAsync(PartitionKey key, ITurnScheduler turns, CancellationToken cancellationToken) =>
        !ForeignTopicIds.Is(key.TopicId) ? await _opening.OpenAsync(key, turns, cancellationToken)
        : Storage.Foreign is { } foreign && await foreign.OpenAsync(key, cancellationToken) is { } opened ? opened
        : throw new UnknownPartitionException();
}
