using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway;
using KafkaGateway.Grains.Cluster;

namespace KafkaGateway.Silo.Front;

/// <summary>
/// The Kafka listener of the process. It is in Metadata while it listens; when it stops it leaves Metadata first, then finishes what it has accepted.
/// </summary>
internal sealed class KafkaFront(
    IReadOnlyList<ListenerAddress> listeners,
    Membership membership,
    IActors actors,
    ICluster cluster,
    BrokerSettings settings,
    TimeProvider time,
    ReadyLine ready,
    ILoggerFactory logging) : IHostedService
{
    private KafkaServer? _server;

    /// <summary>How many clients are connected; null while it does not listen.</summary>
    public int? ConnectionCount => _server?.ConnectionCount;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<AdvertisedListener> advertised = [];
        _server = await KafkaServer.StartAsync(
            listeners, bound => advertised = bound, actors, cluster, settings, time, logging.CreateLogger("KafkaGateway"), cancellationToken);
        await membership.AnnounceAsync(advertised, cancellationToken);
        ready.Text = "kafka://" + string.Join(',', _server.Endpoints.Select(endpoint => $"{endpoint.AdvertisedHost}:{endpoint.AdvertisedPort}"));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await membership.LeaveAsync(cancellationToken);
        if (Interlocked.Exchange(ref _server, null) is { } server)
            await server.DisposeAsync();
    }
}
