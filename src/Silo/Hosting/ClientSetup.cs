using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Silo.Operations;
using KafkaGateway.Silo.Storage;
using Orleans.Configuration;

namespace KafkaGateway.Silo.Hosting;

/// <summary>How a gateway finds the silos, and waits for the first.</summary>
internal static class ClientSetup
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(2);

    public static IClientBuilder Configure(IClientBuilder client, BrokerSettings settings, ClusterDatabase? database)
    {
        var clusterId = settings[BrokerConfigs.OrleansClusterId];
        if (database is null)
            client.UseLocalhostClustering(settings[BrokerConfigs.SiloGatewayPort], serviceId: clusterId, clusterId: clusterId);
        else
            client.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (ClusterDatabase.Invariant, database.DataSource));
        if (Telemetry.Traces(settings))
            client.AddActivityPropagation();
        var retries = 120;
        return client
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = clusterId)
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = RefreshEvery)
            .UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(RetryAfter, cancellationToken);
                return retries-- > 0;
            });
    }
}
