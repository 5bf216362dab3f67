using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains;
using KafkaGateway.Grains.Cluster;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Storage;
using KafkaGateway.Storage.Memory;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace KafkaGateway.Cluster.Tests.Grains;

/// <summary>Silos with Kafka's actors over one storage in memory, and a client of them; no Kafka listener and no database.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private GrainCluster(InProcessTestCluster cluster, MemoryStorage storage) => (_cluster, Storage) = (cluster, storage);

    public MemoryStorage Storage { get; }

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The actors as a gateway sees them.</summary>
    public IActors Actors => _cluster.Client.ServiceProvider.GetRequiredService<IActors>();

    public static async Task<GrainCluster> StartAsync(int silos, TimeSpan? responseTimeout = null, params (string Name, string Value)[] settings)
    {
        var storage = new MemoryStorage();
        var timeout = responseTimeout ?? TimeSpan.FromSeconds(30);
        BrokerSettings Settings() => BrokerSettings.Of([("group.initial.rebalance.delay.ms", "0"), .. settings]);
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            var own = Settings();
            silo.Services.AddSingleton<NodeStorage>(storage).AddSingleton(own).AddKafkaCluster(_ => new LogDir("memory", -1, -1));
            silo.AddKafkaActors(own)
                .Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = timeout)
                .Configure<ClusterMembershipOptions>(membership => membership.TableRefreshTimeout = TimeSpan.FromSeconds(1));
        });
        builder.ConfigureClient(client =>
        {
            var own = Settings();
            client.Services.AddSingleton(own).AddKafkaCluster(_ => new LogDir("cluster", -1, -1));
            client.AddKafkaActors(own).Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = timeout);
        });
        var cluster = new GrainCluster(builder.Build(), storage);
        await cluster._cluster.DeployAsync();
        await Task.WhenAll(cluster.Silos.Select(JoinAsync));
        await Task.WhenAll(cluster.Silos.Select(silo => Eventually.IsAsync(silos, () => ActiveSeenBy(silo))));
        return cluster;
    }

    /// <summary>The client becomes a member of the cluster, as a gateway is: it is told when a silo is gone.</summary>
    public Task JoinAsync() =>
        _cluster.Client.ServiceProvider.GetRequiredService<Membership>().JoinAsync(new NodeHeartbeat { Name = "client" }, CancellationToken.None);

    /// <summary>The actors as that silo sees them.</summary>
    public static IActors ActorsOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IActors>();

    /// <summary>What that silo knows of the cluster.</summary>
    public static ClusterView ViewOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<ClusterView>();

    public async Task<InProcessSiloHandle> AddSiloAsync()
    {
        var silo = await _cluster.StartAdditionalSiloAsync();
        await JoinAsync(silo);
        return silo;
    }

    /// <summary>Stops a silo in an orderly way.</summary>
    public async Task StopAsync(InProcessSiloHandle silo)
    {
        await silo.ServiceProvider.GetRequiredService<Membership>().LeaveAsync(CancellationToken.None);
        await _cluster.StopSiloAsync(silo);
    }

    public async Task<PartitionKey[]> CreateTopicAsync(string name, int partitions = 1)
    {
        var created = await Actors.Topic(name).CreateAsync(
            new CreateTopicsRequest.CreatableTopic { Name = name, NumPartitions = partitions, ReplicationFactor = 1 }, false, CancellationToken.None);
        Assert.Equal(ErrorCode.None, created.ErrorCode);
        return [.. Enumerable.Range(0, partitions).Select(partition => new PartitionKey(name, created.TopicId, partition))];
    }

    /// <summary>The names of the silos where a partition's grain is awake, in the eyes of the silos themselves: directories may be out of date.</summary>
    public string HostOf(PartitionKey partition) => string.Join('+', Silos.Where(silo => HostedBy(silo.ServiceProvider, partition)).Select(silo => silo.Name));

    /// <summary>Whether a partition's grain is awake there.</summary>
    public static bool HostedBy(IServiceProvider silo, PartitionKey partition) => silo.GetRequiredService<HostedGrains>().Awake
        .Any(grain => grain is PartitionGrain && grain.GrainContext.GrainId.Key.ToString() == PartitionGrainKey.Of(partition));

    /// <summary>The name of the node that a silo would tell clients is the partition's leader.</summary>
    public static string LeaderOf(InProcessSiloHandle seenBy, PartitionKey partition)
    {
        var view = ViewOf(seenBy);
        var leader = view.LeaderOf(partition).NodeId;
        return view.Nodes.Nodes.Single(node => node.NodeId == leader).Name;
    }

    /// <summary>Lets a grain go, and waits until it has gone.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    /// <summary>Waits until a grain has gone by itself.</summary>
    public Task GoneAsync(IAddressable grain) => _cluster.WaitForDeactivationAsync(grain);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    // What a silo places before it knows of another may have to move there.
    private static int ActiveSeenBy(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<ISiloStatusOracle>().GetActiveSilos().Length;

    // As if it listened for Kafka, so that partitions have it as their leader.
    private static async Task JoinAsync(InProcessSiloHandle silo)
    {
        var membership = silo.ServiceProvider.GetRequiredService<Membership>();
        await membership.JoinAsync(new NodeHeartbeat { Name = silo.Name, IsSilo = true }, CancellationToken.None);
        await membership.AnnounceAsync([new("PLAINTEXT", silo.Name, 9092)], CancellationToken.None);
    }
}
