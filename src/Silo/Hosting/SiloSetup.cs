using System.Net;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.Grains.Cluster;
using KafkaGateway.Silo.Operations;
using KafkaGateway.Silo.Storage;
using Orleans.Configuration;

namespace KafkaGateway.Silo.Hosting;

/// <summary>How a silo finds the others, and how soon it notices that one is gone.</summary>
internal static class SiloSetup
{
    public static ISiloBuilder Configure(ISiloBuilder silo, string name, BrokerSettings settings, ClusterDatabase? database)
    {
        var listen = ListenEndpoint.Parse(settings[BrokerConfigs.SiloListen]).Resolve();
        var advertised = settings.Get(BrokerConfigs.SiloAdvertisedHost) is { } host ? new ListenEndpoint(host, 0).Resolve().Address : listen.Address;
        var gatewayPort = settings[BrokerConfigs.SiloGatewayPort];
        if (database is null)
        {
            // A cluster of one needs no port that others know, unless somebody has said which.
            if (!settings.IsGiven(BrokerConfigs.SiloListen))
                listen.Port = FreePorts.Find(listen.Address);
            if (!settings.IsGiven(BrokerConfigs.SiloGatewayPort))
                gatewayPort = 0;
            silo.UseLocalhostClustering(
                listen.Port, gatewayPort, serviceId: settings[BrokerConfigs.OrleansClusterId], clusterId: settings[BrokerConfigs.OrleansClusterId]);
        }
        else
        {
            silo.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (ClusterDatabase.Invariant, database.DataSource));
            silo.AddAdoNetGrainStorage(SiloStorage.GrainStorage, options =>
            {
                (options.Invariant, options.DataSource) = (ClusterDatabase.Invariant, database.DataSource);
                options.GrainStorageSerializer = new Grains.State.StateBytesSerializer();
                options.DeleteStateOnClear = true;
            });
        }

        if (Telemetry.Traces(settings))
            silo.AddActivityPropagation();
        silo.Services.AddHostedService<SiloWatch>();
        return silo
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = settings[BrokerConfigs.OrleansClusterId])
            .Configure<SiloOptions>(options => options.SiloName = name)
            .Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = advertised;
                options.SiloPort = listen.Port;
                options.GatewayPort = gatewayPort;
                options.SiloListeningEndpoint = listen;
                options.GatewayListeningEndpoint = gatewayPort == 0 ? null : new IPEndPoint(listen.Address, gatewayPort);
            })
            .Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromMilliseconds(settings[BrokerConfigs.SiloProbeTimeoutMs]);
                options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
                options.DefunctSiloExpiration = TimeSpan.FromDays(1);
                options.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
            });
    }
}
