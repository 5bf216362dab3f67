using System.Collections.Concurrent;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Client;

/// <summary>The nodes that look after groups: found when first needed, and again when they say that it is another.</summary>
internal sealed class Coordinators(KafkaClient client)
{
    private readonly ConcurrentDictionary<string, ClusterNode> _known = new(StringComparer.Ordinal);

    /// <summary>Asks a group's coordinator, again after errors that may pass.</summary>
    /// <param name="group">The group.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="check">Throws for an answer that is an error.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="patience">How long to wait for an answer, where not for the client's timeout.</param>
    public Task<TResponse> CallAsync<TResponse>(
        string group, IKafkaMessage request, Action<TResponse> check, CancellationToken cancellationToken, TimeSpan? patience = null)
        where TResponse : class, IKafkaMessage =>
        client.RetryAsync(
            async () =>
            {
                try
                {
                    var coordinator = await FindAsync(group, cancellationToken);
                    var response = await client.CallNodeAsync<TResponse>(coordinator.Id, request, cancellationToken, patience: patience);
                    check(response);
                    return response;
                }
                catch (AdminException failure) when (failure.IsTransient)
                {
                    _known.TryRemove(group, out _);
                    throw;
                }
            },
            cancellationToken);

    /// <summary>A group's coordinator.</summary>
    public async Task<ClusterNode> FindAsync(string group, CancellationToken cancellationToken) =>
        _known.TryGetValue(group, out var known) ? known : _known[group] = await AskAsync(group, cancellationToken);

    private async Task<ClusterNode> AskAsync(string group, CancellationToken cancellationToken)
    {
        // Up to version 3 the one key stands by itself, from 4 on in a list.
        var connection = await client.AnyAsync(cancellationToken);
        var listed = connection.VersionOf(KafkaApis.FindCoordinator) >= 4;
        var request = listed ? new FindCoordinatorRequest { CoordinatorKeys = [group] } : new FindCoordinatorRequest { Key = group };
        var response = await client.CallAsync<FindCoordinatorResponse>(connection, request, null, cancellationToken);
        var found = listed
            ? response.Coordinators.Single()
            : new FindCoordinatorResponse.Coordinator
            {
                NodeId = response.NodeId,
                Host = response.Host,
                Port = response.Port,
                ErrorCode = response.ErrorCode,
                ErrorMessage = response.ErrorMessage,
            };
        BrokerErrorException.ThrowIfFailed(found.ErrorCode, $"coordinator of group {group}", found.ErrorMessage);
        client.Learn(found.NodeId, new BrokerAddress(found.Host, found.Port));
        return new ClusterNode(found.NodeId, found.Host, found.Port, null);
    }
}
