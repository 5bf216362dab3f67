using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Gateway;
using KafkaGateway.Standalone.Hosting;
using KafkaGateway.Storage;
using KafkaGateway.Storage.Local;
using KafkaGateway.Storage.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Standalone;

/// <summary>
/// A Kafka broker in this process: gateway, actors and storage together. Any number may run side by side, each with its own port and data.
/// </summary>
/// <example>
/// <code>
/// await using var kafka = await KafkaNode.StartAsync();
/// var producer = new ProducerBuilder&lt;Null, string&gt;(new() { BootstrapServers = kafka.BootstrapServers }).Build();
/// </code>
/// </example>
public sealed class KafkaNode : IAsyncDisposable
{
    private readonly NodeStorage _storage;
    private readonly LocalActors _actors;
    private readonly KafkaServer _server;
    private int _disposed;

    private KafkaNode(NodeStorage storage, LocalActors actors, LocalCluster cluster, KafkaServer server)
    {
        _storage = storage;
        _actors = actors;
        Cluster = cluster;
        _server = server;
    }

    /// <summary>What clients connect to: HOST:PORT, more than one parted by commas.</summary>
    public string BootstrapServers =>
        string.Join(',', _server.Endpoints.Select(endpoint => $"{endpoint.AdvertisedHost}:{endpoint.AdvertisedPort}"));

    /// <summary>What the node's gateway works with.</summary>
    internal IActors Actors => _actors;

    /// <inheritdoc cref="Actors"/>
    internal ICluster Cluster { get; }

    /// <summary>Starts a node; clients can connect when it completes.</summary>
    /// <param name="configure">Changes the options; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="SettingsException">A setting is unknown or invalid; names all that are.</exception>
    /// <exception cref="IOException">An address cannot be bound, or the data folder cannot be used; names it.</exception>
    public static async Task<KafkaNode> StartAsync(
        Action<KafkaNodeOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var options = new KafkaNodeOptions();
        configure?.Invoke(options);
        var settings = BrokerSettings.Create(options.Settings.Select(setting => new SettingInput(setting.Key, setting.Value)));
        return await StartAsync(options, settings, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a node with settings that were read and checked before; those among the options are not looked at.</summary>
    /// <inheritdoc cref="StartAsync(Action{KafkaNodeOptions}?, CancellationToken)"/>
    public static Task<KafkaNode> StartAsync(KafkaNodeOptions options, BrokerSettings settings, CancellationToken cancellationToken = default) =>
        Task.Run(() => StartOnPoolAsync(options, settings, cancellationToken), cancellationToken);

    /// <summary>Stops taking requests, answers those already read, closes the logs.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _disposed, 1) == 0 ? new(Task.Run(StopOnPoolAsync)) : default;

    // On the thread pool, so that a caller who blocks the context that he came in on, as user interfaces and tests do, blocks no node.
    private static async Task<KafkaNode> StartOnPoolAsync(KafkaNodeOptions options, BrokerSettings settings, CancellationToken cancellationToken)
    {
        var logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("KafkaGateway");
        var listeners = ListenerAddresses.Read([.. options.Listen], [.. options.Advertise]);
        var storage = await OpenStorageAsync(options, logger);
        LocalActors? actors = null;
        try
        {
            var identity = await NodeIdentityStore.StartAsync(storage.States, settings, cancellationToken);
            var cluster = new LocalCluster(identity, settings.Get(BrokerConfigs.BrokerRack), storage);
            actors = new LocalActors(storage, cluster, settings, options.TimeProvider, logger);
            await actors.StartAsync(cancellationToken);
            var server = await KafkaServer.StartAsync(
                listeners, cluster.Announce, actors, cluster, settings, options.TimeProvider, logger, cancellationToken);
            return new KafkaNode(storage, actors, cluster, server);
        }
        catch
        {
            await (actors?.DisposeAsync() ?? default);
            await storage.DisposeAsync();
            throw;
        }
    }

    private async Task StopOnPoolAsync()
    {
        await _server.DisposeAsync();
        await _actors.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private static async ValueTask<NodeStorage> OpenStorageAsync(KafkaNodeOptions options, ILogger logger) =>
        options.DataDirectory is null
            ? new MemoryStorage(options.TimeProvider)
            : await LocalStorage.OpenAsync(options.DataDirectory, options: null, logger, options.TimeProvider);
}
