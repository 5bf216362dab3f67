using System.Collections.Concurrent;
using System.Diagnostics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Client;

/// <summary>A client of one cluster. Every call uses the highest version that it and the broker asked both know.</summary>
/// <param name="bootstrap">Brokers to begin with.</param>
/// <param name="timeout">How long a connection or an answer may take, and for how long an error that may pass is tried again.</param>
internal sealed class KafkaClient(IReadOnlyList<BrokerAddress> bootstrap, TimeSpan timeout) : IDisposable
{
    private static readonly TimeSpan s_firstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(1);
    private readonly ConnectionPool _connections = new(timeout);
    private readonly ConcurrentDictionary<int, BrokerAddress> _nodes = new();
    private bool _wasReached;

    public TimeSpan Timeout => timeout;

    public int TimeoutMs => (int)timeout.TotalMilliseconds;

    /// <summary>Asks any broker.</summary>
    public async Task<TResponse> CallAnyAsync<TResponse>(IKafkaMessage request, CancellationToken cancellationToken)
        where TResponse : class, IKafkaMessage =>
        await CallAsync<TResponse>(await AnyAsync(cancellationToken), request, null, cancellationToken);

    /// <summary>Asks one node.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="highestVersion">A version that must not be exceeded.</param>
    /// <param name="patience">How long to wait for the answer, where not for the client's timeout.</param>
    public async Task<TResponse> CallNodeAsync<TResponse>(
        int nodeId, IKafkaMessage request, CancellationToken cancellationToken, short? highestVersion = null, TimeSpan? patience = null)
        where TResponse : class, IKafkaMessage =>
        await CallAsync<TResponse>(await NodeAsync(nodeId, cancellationToken), request, highestVersion, cancellationToken, patience);

    /// <summary>Sends one node what it does not answer.</summary>
    public async Task SendNodeAsync(int nodeId, IKafkaMessage request, CancellationToken cancellationToken, short? highestVersion = null)
    {
        var connection = await NodeAsync(nodeId, cancellationToken);
        var api = KnownVersions.ApiOf(request);
        await connection.SendAsync(api, request, Math.Min(connection.VersionOf(api), highestVersion ?? short.MaxValue), cancellationToken);
    }

    /// <summary>The connection to a node.</summary>
    public async Task<BrokerConnection> NodeAsync(int nodeId, CancellationToken cancellationToken)
    {
        if (!_nodes.TryGetValue(nodeId, out var address))
        {
            await MetadataAsync([], cancellationToken);
            if (!_nodes.TryGetValue(nodeId, out address))
                throw new AdminException($"the cluster has no node {nodeId}; its nodes are {string.Join(", ", _nodes.Keys.Order())}");
        }

        return await _connections.GetAsync(address, cancellationToken);
    }

    /// <summary>Tells where a node listens.</summary>
    public void Learn(int nodeId, BrokerAddress address) => _nodes[nodeId] = address;

    /// <summary>The cluster and some topics of it; null for all topics. A topic that is not known carries its error.</summary>
    public async Task<ClusterMetadata> MetadataAsync(IEnumerable<string>? topics, CancellationToken cancellationToken)
    {
        var metadata = ClusterMetadata.From(await CallAnyAsync<MetadataResponse>(
            new MetadataRequest
            {
                Topics = topics?.Select(topic => new MetadataRequest.MetadataRequestTopic { Name = topic }).ToList(),
                AllowAutoTopicCreation = false,
            },
            cancellationToken));
        foreach (var node in metadata.Nodes)
            Learn(node.Id, node.Address);
        return metadata;
    }

    /// <summary>Asks the controller, again after errors that may pass.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="check">Throws for an answer that is an error.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TResponse> CallControllerAsync<TResponse>(IKafkaMessage request, Action<TResponse> check, CancellationToken cancellationToken)
        where TResponse : class, IKafkaMessage =>
        RetryAsync(
            async () =>
            {
                var controller = (await MetadataAsync([], cancellationToken)).ControllerId;
                var response = controller < 0
                    ? await CallAnyAsync<TResponse>(request, cancellationToken)
                    : await CallNodeAsync<TResponse>(controller, request, cancellationToken);
                check(response);
                return response;
            },
            cancellationToken);

    /// <summary>Tries until it succeeds, fails for good, or the client's timeout is over.</summary>
    public async Task<T> RetryAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        for (var backoff = s_firstBackoff; ; backoff = backoff * 2 < s_longestBackoff ? backoff * 2 : s_longestBackoff)
        {
            try
            {
                return await attempt();
            }
            catch (AdminException failure) when (failure.IsTransient && Stopwatch.GetElapsedTime(start) + backoff < timeout)
            {
                await Task.Delay(backoff, cancellationToken);
            }
        }
    }

    public void Dispose() => _connections.Dispose();

    public async Task<TResponse> CallAsync<TResponse>(
        BrokerConnection connection, IKafkaMessage request, short? highestVersion, CancellationToken cancellationToken, TimeSpan? patience = null)
        where TResponse : class, IKafkaMessage
    {
        var api = KnownVersions.ApiOf(request);
        var version = Math.Min(connection.VersionOf(api), highestVersion ?? short.MaxValue);
        try
        {
            return (TResponse)await connection.CallAsync(api, request, version, patience ?? timeout, cancellationToken);
        }
        catch (ProtocolException notInVersion)
        {
            throw new AdminException($"broker {connection.Address} serves {api.Name} only up to version {version}: {notInVersion.Message}", notInVersion);
        }
    }

    public async Task<BrokerConnection> AnyAsync(CancellationToken cancellationToken)
    {
        var failures = new List<(BrokerAddress, string)>();
        foreach (var address in bootstrap.Concat(_nodes.Values).Distinct())
        {
            try
            {
                var connection = await _connections.GetAsync(address, cancellationToken);
                _wasReached = true;
                return connection;
            }
            catch (ConnectionFailedException failure)
            {
                failures.Add((address, failure.Why));
            }
        }

        throw new NoBrokerException(failures, _wasReached);
    }
}
