using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Fetching;
using KafkaGateway.Gateway.Topics;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Gateway;

/// <summary>The Kafka front of a node: its listeners, and the connections of the clients that came in on them.</summary>
public sealed class KafkaServer : IAsyncDisposable
{
    private static readonly TimeSpan IdleCheckInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<Connection, Task> _connections = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<Listener> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly List<Task> _background = [];
    private readonly BrokerSettings _settings;
    private readonly Dispatcher _dispatcher;
    private readonly TopicView _topics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConnectionLimits _limits;
    private long _connectionCount;
    private bool _full;

    private KafkaServer(IActors actors, ICluster cluster, BrokerSettings settings, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _topics = new TopicView(actors.Catalog);
        var sessions = new FetchSessions(settings[BrokerConfigs.MaxIncrementalFetchSessionCacheSlots], time);
        var answers = new AnswerMemory(settings[BrokerConfigs.QueuedMaxResponseBytes]);
        var creation = new TopicCreation(actors, _topics, settings);
        _dispatcher = new Dispatcher(ServedApis.All, new GatewayServices(actors, cluster, settings, _topics, creation, sessions, answers, time));
        _limits = new ConnectionLimits(
            settings[BrokerConfigs.SocketRequestMaxBytes],
            settings[BrokerConfigs.ConnectionMaxInFlightRequests],
            new RequestMemory(settings[BrokerConfigs.QueuedMaxRequestBytes]),
            answers);
    }

    /// <summary>The addresses really bound and what clients are told to use, in the order of the listeners.</summary>
    public IReadOnlyList<(IPEndPoint BoundTo, string AdvertisedHost, int AdvertisedPort)> Endpoints =>
        [.. _listeners.Select(l => (l.Info.BoundTo, l.Info.Advertised.Host, l.Info.Advertised.Port))];

    /// <summary>How many clients are connected.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>
    /// Binds all listeners, tells the cluster what they advertise through <paramref name="announce"/>, and serves.
    /// </summary>
    /// <exception cref="IOException">An address cannot be bound; the message names it.</exception>
    public static async Task<KafkaServer> StartAsync(
        IReadOnlyList<ListenerAddress> listeners,
        Action<IReadOnlyList<AdvertisedListener>> announce,
        IActors actors,
        ICluster cluster,
        BrokerSettings settings,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var server = new KafkaServer(actors, cluster, settings, time, logger);
        try
        {
            foreach (var address in listeners)
            {
                server._listeners.Add(Listener.Bind(address, logger));
            }

            announce(server._listeners.ConvertAll(listener => listener.Info.Advertised));
            await server._topics.RefreshAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.Run();
        return server;
    }

    /// <summary>Stops accepting, answers what was already read, closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        await _stopped.CancelAsync();
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_accepting);
        foreach (var connection in _connections.Keys)
        {
            connection.Finish();
        }

        var serving = Task.WhenAll(_connections.Values);
        // The system's time, because the clients are outside of a test's.
        await serving.WaitAsync(FinishWithin, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var connection in _connections.Keys)
        {
            connection.Abort();
        }

        await Task.WhenAll([serving, .. _background]);
    }

    private void Run()
    {
        _accepting.AddRange(_listeners.Select(listener => listener.AcceptAsync(Serve)));
        _background.Add(_topics.FollowAsync(_time, _stopped.Token));
        _background.Add(CloseIdleAsync());
    }

    private void Serve(Socket socket, ListenerInfo listener)
    {
        var client = (IPEndPoint)socket.RemoteEndPoint!;
        if (_connections.Count >= _settings[BrokerConfigs.MaxConnections])
        {
            if (!_full)
            {
                ConnectionLog.TooMany(_logger, client.ToString(), _settings[BrokerConfigs.MaxConnections]);
            }

            _full = true;
            socket.Dispose();
            return;
        }

        _full = false;

        var info = new ConnectionInfo($"{client}#{Interlocked.Increment(ref _connectionCount)}", listener, client);
        var connection = new Connection(new CountedTransport(new SocketTransport(socket)), info, _dispatcher, _limits, _logger);
        var serving = new TaskCompletionSource();
        _connections[connection] = serving.Task;
        _ = Task.Run(() => ServeAsync(connection, serving));
    }

    private async Task ServeAsync(Connection connection, TaskCompletionSource serving)
    {
        await connection.RunAsync();
        _connections.TryRemove(connection, out _);
        serving.SetResult();
    }

    private async Task CloseIdleAsync()
    {
        var maxIdleMs = _settings[BrokerConfigs.ConnectionsMaxIdleMs];
        using var timer = new PeriodicTimer(IdleCheckInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token))
            {
                foreach (var connection in _connections.Keys)
                {
                    var idleMs = Environment.TickCount64 - connection.LastActive;
                    if (maxIdleMs >= 0 && idleMs > maxIdleMs)
                    {
                        ConnectionLog.Idle(_logger, connection.Info.Id, idleMs);
                        connection.Abort();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
