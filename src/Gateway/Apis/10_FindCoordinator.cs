using KafkaGateway.Contracts;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Names the node that coordinates a group. Every node can; clients are told one so that they agree.
/// <para>
/// Versions: 1 adds key types and error messages; 3 is flexible; 4 asks for many keys at once (KIP-699); 5-6 add key types.
/// </para>
/// </summary>
internal sealed class FindCoordinator(GatewayServices services) : Api<FindCoordinatorRequest, FindCoordinatorResponse>
{
    private const short FirstBatched = 4;
    private const sbyte GroupKey = 0;
    private const sbyte TransactionKey = 1;

    protected override ValueTask<FindCoordinatorResponse?> HandleAsync(FindCoordinatorRequest request, RequestContext context)
    {
        if (context.ApiVersion >= FirstBatched)
        {
            return new(new FindCoordinatorResponse { Coordinators = [.. request.CoordinatorKeys.Select(key => Find(key, request.KeyType, context))] });
        }

        var found = Find(request.Key, request.KeyType, context);
        return new(new FindCoordinatorResponse
        {
            ErrorCode = found.ErrorCode,
            ErrorMessage = found.ErrorMessage,
            NodeId = found.NodeId,
            Host = found.Host,
            Port = found.Port,
        });
    }

    private FindCoordinatorResponse.Coordinator Find(string key, sbyte keyType, RequestContext context)
    {
        if (keyType != GroupKey)
        {
            // Clients try again after most errors, for as long as they are told to; this one they report at once.
            return keyType == TransactionKey
                ? Refuse(key, ErrorCode.TransactionalIdAuthorizationFailed, "Transactions are not served.")
                : Refuse(key, ErrorCode.InvalidRequest, $"Key type {keyType} is not served.");
        }

        if (key.Length == 0)
        {
            return Refuse(key, ErrorCode.InvalidGroupId, "The group id is empty.");
        }

        if (GroupId.IsTooLong(key))
        {
            return Refuse(key, ErrorCode.InvalidGroupId, $"The group id is longer than {GroupId.MaxBytes} octets.");
        }

        var nodes = services.Cluster.ReachableFrom(context);
        return nodes.Find(nodes.DoorTo(services.Cluster.CoordinatorOf(key))) is { } node
            ? new() { Key = key, NodeId = node.Id, Host = node.Host, Port = node.Port }
            : Refuse(key, ErrorCode.CoordinatorNotAvailable, null);
    }

    private static FindCoordinatorResponse.Coordinator Refuse(string key, ErrorCode error, string? message) =>
        new() { Key = key, ErrorCode = error, ErrorMessage = message, NodeId = -1, Port = -1 };
}
