using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.Cluster;
using KafkaGateway.Grains.Doors;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Messages;
using KafkaGateway.Grains.Placement;
using KafkaGateway.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace KafkaGateway.Grains;

/// <summary>Puts Kafka's actors into a silo, and the way to them into a gateway.</summary>
public static class KafkaActors
{
    /// <summary>
    /// Hosts the actors. Expected among the services: a NodeStorage for what they keep, <see cref="BrokerSettings"/>, and what
    /// <see cref="AddKafkaCluster"/> adds.
    /// </summary>
    public static ISiloBuilder AddKafkaActors(this ISiloBuilder silo, BrokerSettings settings)
    {
        silo.Services
            .AddMessageCodec()
            .AddSingleton<HostedGrains>()
            .AddSingleton<SiloPorts>()
            .AddSingleton<RendezvousPlacementDirector>()
            .AddSingleton<SiloNames>()
            .AddSingleton(services => PatienceOf<SiloMessagingOptions>(services))
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloStop>()
            .AddSingleton<IActivationWorkingSetObserver, Departures>()
            .AddHostedService<GrainMover>()
            .AddHostedService<Housekeeping>()
            .AddHostedService<WatermarkReport>()
            .AddHostedService<PartitionKeeper>()
            .AddHostedService<AwakeActors>()
            .AddHostedService<ConsumerLagReport>()
            .AddPlacementDirector<RendezvousPlacement>(services => services.GetRequiredService<RendezvousPlacementDirector>());
        silo.Services.TryAddSingleton<IConsumerLag, OwnConsumerLag>();
        silo.Services.AddPlacementDirector<SiloPlacement, SiloPlacementDirector>();
        return silo.Configure<SiloMessagingOptions>(messaging => messaging.MaxMessageBodySize = LargestMessage(settings)).Configure<GrainCollectionOptions>(collection =>
        {
            var idle = TimeSpan.FromMilliseconds(settings[BrokerConfigs.GroupIdleMs]);
            collection.ClassSpecificCollectionAge[typeof(ConsumerGroupGrain).FullName!] = idle;
            collection.CollectionQuantum = idle / 2 < collection.CollectionQuantum ? idle / 2 : collection.CollectionQuantum;
        });
    }

    /// <summary>Makes an Orleans client speak with the actors.</summary>
    public static IClientBuilder AddKafkaActors(this IClientBuilder client, BrokerSettings settings)
    {
        client.Services.AddMessageCodec().AddSingleton(services => PatienceOf<ClientMessagingOptions>(services)).TryAddSingleton<HostedGrains>();
        return client.Configure<ClientMessagingOptions>(messaging => messaging.MaxMessageBodySize = LargestMessage(settings));
    }

    /// <summary>Adds what a gateway and a silo alike know of the cluster: <see cref="IActors"/>, <see cref="ICluster"/>, <see cref="IClusterMap"/> and their membership.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="logDir">Where this process keeps records, and how much room there is.</param>
    public static IServiceCollection AddKafkaCluster(this IServiceCollection services, Func<IServiceProvider, LogDir> logDir) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(services => new GrainActors(
            services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredService<CallPatience>(),
            cancellationToken => services.GetRequiredService<SettingsFollower>().FollowAsync(cancellationToken)))
        .AddSingleton<IActors>(provider => provider.GetRequiredService<GrainActors>())
        .AddSingleton(provider => new ClusterView(() => logDir(provider)))
        .AddSingleton<ICluster>(provider => provider.GetRequiredService<ClusterView>())
        .AddSingleton<IClusterMap, ClusterMap>()
        .AddSingleton<SiloLosses>()
        .AddSingleton<IOutgoingGrainCallFilter, LostCalls>()
        .AddSingleton<Membership>()
        .AddSingleton<SettingsFollower>();

    private static CallPatience PatienceOf<TOptions>(IServiceProvider services)
        where TOptions : MessagingOptions => new(services.GetRequiredService<IOptions<TOptions>>().Value.ResponseTimeout);

    // A message that is larger closes the connection between two processes, with all that is under way there.
    private static int LargestMessage(BrokerSettings settings)
    {
        const int ForAllElse = 16 << 20;
        return (int)Math.Min(
            Array.MaxLength, (long)Math.Max(settings[BrokerConfigs.SocketRequestMaxBytes], settings[BrokerConfigs.FetchMaxBytes]) + ForAllElse);
    }
}
