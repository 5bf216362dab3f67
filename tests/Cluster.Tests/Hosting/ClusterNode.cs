using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Grains.Cluster;
using KafkaGateway.Silo.Front;
using KafkaGateway.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGateway.Cluster.Tests.Hosting;

/// <summary>One process of a cluster, hosted in this one, at addresses of its own on loopback.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private readonly WebApplication _process;
    private int _isDisposed;

    private ClusterNode(string name, WebApplication process) => (Name, _process) = (name, process);

    public string Name { get; }

    public IServiceProvider Services => _process.Services;

    /// <summary>What this node knows of the cluster.</summary>
    public ClusterView View => Services.GetRequiredService<ClusterView>();

    public int NodeId => View.NodeId;

    /// <summary>HOST:PORT where it listens for Kafka clients.</summary>
    public string KafkaAddress => Services.GetRequiredService<ReadyLine>().Text["kafka://".Length..];

    /// <summary>The operations port, where there is one.</summary>
    public Uri OperationsAddress => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts a node with those settings, and without an operations port where they do not say otherwise.</summary>
    public static async Task<ClusterNode> StartAsync(ProcessRole role, string name, IEnumerable<(string Name, string Value)> settings, bool inMemory = false)
    {
        var process = await ProcessHost.BuildAsync(
            role,
            BrokerSettings.Of(
            [
                ("node.name", name),
                ("listeners", "127.0.0.1:0"),
                ("silo.listen", $"127.0.0.1:{FreePort.Next()}"),
                ("silo.gateway.port", $"{FreePort.Next()}"),
                ("operations.listen", "none"),
                ("record.storage", inMemory ? "memory" : "local"),
                .. settings,
            ]),
            CancellationToken.None);
        try
        {
            await process.StartAsync();
            return new ClusterNode(name, process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when this node knows of just those nodes, and where they listen.</summary>
    public Task SeesAsync(params ClusterNode[] nodes) => Eventually.IsAsync(
        string.Join(", ", nodes.Select(node => node.Name).Order()),
        () => string.Join(", ", View.Nodes.Nodes.Where(node => node.IsSilo || node.Host is not null).Select(node => node.Name).Order()));

    /// <summary>Stops it as a signal does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _process.StopAsync();
        await _process.DisposeAsync();
    }
}
