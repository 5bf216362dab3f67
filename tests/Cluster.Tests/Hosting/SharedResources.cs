namespace KafkaGateway.Cluster.Tests.Hosting;

/// <summary>What all tests of this assembly use: one database server, and one cluster. Started when first asked for.</summary>
internal static class SharedResources
{
    private static readonly Lazy<Task<PostgresServer>> s_postgres = new(() => Task.Run(PostgresServer.StartAsync));
    private static readonly SemaphoreSlim s_gate = new(1);
    private static ProcessCluster? s_cluster;

    public static Task<PostgresServer> PostgresAsync() => s_postgres.Value;

    public static async Task<ProcessCluster> ClusterAsync(IReadOnlyDictionary<string, string> settings)
    {
        await s_gate.WaitAsync();
        try
        {
            return s_cluster ??= await ProcessCluster.StartAsync(silos: 2, gateways: 2, settings);
        }
        finally
        {
            s_gate.Release();
        }
    }

    /// <summary>At the end of the run.</summary>
    public static async Task StopAsync()
    {
        if (s_cluster is not null)
            await s_cluster.DisposeAsync();
        if (s_postgres.IsValueCreated)
            await (await s_postgres.Value).DisposeAsync();
    }
}
