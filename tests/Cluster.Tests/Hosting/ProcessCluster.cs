using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Hosting;

/// <summary>Silos and gateways of one cluster, each put together as a process of its own is, over one database and one folder of records.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    private const int FirstGatewayId = 11;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-gateway-cluster-");
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly string _database;

    private ProcessCluster(string database, IReadOnlyDictionary<string, string> settings) => (_database, _settings) = (database, settings);

    public List<ClusterNode> Silos { get; } = [];

    public List<ClusterNode> Gateways { get; } = [];

    /// <summary>The connection string of the cluster's database.</summary>
    public string Database => _database;

    /// <summary>A cluster whose gateways have the ids 11 and up.</summary>
    public static async Task<ProcessCluster> StartAsync(int silos, int gateways, IReadOnlyDictionary<string, string>? settings = null)
    {
        var postgres = await SharedResources.PostgresAsync();
        var cluster = new ProcessCluster(await postgres.CreateDatabaseAsync(), settings ?? new Dictionary<string, string>());
        try
        {
            // The first makes the schema and the cluster, which the others join.
            for (var silo = 1; silo <= silos; silo++)
                cluster.Silos.Add(await cluster.StartAsync(ProcessRole.Silo, $"silo-{silo}"));
            cluster.Gateways.AddRange(await Task.WhenAll(Enumerable.Range(0, gateways).Select(i =>
                cluster.StartAsync(ProcessRole.Gateway, $"gateway-{i + 1}", ("node.id", $"{FirstGatewayId + i}")))));
            ClusterNode[] all = [.. cluster.Silos, .. cluster.Gateways];
            await Task.WhenAll(all.Select(node => node.SeesAsync(all)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more node; whoever asks for it stops it.</summary>
    public Task<ClusterNode> StartAsync(ProcessRole role, string name, params (string Name, string Value)[] settings) =>
        ClusterNode.StartAsync(role, name, [.. _settings.Select(setting => (setting.Key, setting.Value)),
            ("postgres.connection", _database), ("log.dirs", _folder.FullName), .. settings]);

    public async ValueTask DisposeAsync()
    {
        // Gateways first, so that none sees its silos go.
        await Task.WhenAll(Gateways.Select(gateway => gateway.DisposeAsync().AsTask()));
        await Task.WhenAll(Silos.Select(silo => silo.DisposeAsync().AsTask()));
        _folder.Delete(recursive: true);
    }
}
