using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Grains.Cluster;
using KafkaGateway.Grains.Doors;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Messages;
using KafkaGateway.Grains.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace KafkaGateway.Grains;

/// <summary>Puts Kafka's actors into a silo, and the way to them into a gateway.</summary>
public static class KafkaActors
{
    // Room for the largest request that Kafka's clients may send, and for what is around it.
    private const int MaxMessageBytes = 256 << 20;

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
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloStop>()
            .AddHostedService<GrainMover>()
            .AddHostedService<Housekeeping>()
            .AddHostedService<SiloWatch>()
            .AddPlacementDirector<RendezvousPlacement>(services => services.GetRequiredService<RendezvousPlacementDirector>());
        return silo
            .Configure<SiloMessagingOptions>(options => options.MaxMessageBodySize = MaxMessageBytes)
            .Configure<GrainCollectionOptions>(collection =>
        {
            var idle = TimeSpan.FromMilliseconds(settings[BrokerConfigs.GroupIdleMs]);
            collection.ClassSpecificCollectionAge[typeof(ConsumerGroupGrain).FullName!] = idle;
            collection.CollectionQuantum = idle / 2 < collection.CollectionQuantum ? idle / 2 : collection.CollectionQuantum;
        });
    }

    /// <summary>Makes an Orleans client speak with the actors.</summary>
    public static IClientBuilder AddKafkaActors(this IClientBuilder client)
    {
        client.Services.AddMessageCodec().TryAddSingleton<HostedGrains>();
        return client.Configure<ClientMessagingOptions>(options => options.MaxMessageBodySize = MaxMessageBytes);
    }

    /// <summary>Adds what a gateway and a silo alike know of the cluster: <see cref="IActors"/>, <see cref="ICluster"/> and their membership.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="logDir">Where this process keeps records, and how much room there is.</param>
    public static IServiceCollection AddKafkaCluster(this IServiceCollection services, Func<IServiceProvider, LogDir> logDir) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<GrainActors>()
        .AddSingleton<IActors>(provider => provider.GetRequiredService<GrainActors>())
        .AddSingleton(provider => new ClusterView(() => logDir(provider)))
        .AddSingleton<ICluster>(provider => provider.GetRequiredService<ClusterView>())
        .AddSingleton<SiloLosses>()
        .AddSingleton<IOutgoingGrainCallFilter, LostCalls>()
        .AddSingleton<Membership>()
        .AddSingleton<SettingsFollower>();
}
