using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists the nodes of the cluster (KIP-700).
/// <para>Versions: 1 tells brokers from controllers (KIP-919); 2 can include fenced brokers (KIP-1073), of which there are none.</para>
/// </summary>
internal sealed class DescribeCluster(GatewayServices services) : Api<DescribeClusterRequest, DescribeClusterResponse>
{
    private const sbyte Brokers = 1;
    private const sbyte Controllers = 2;

    protected override ValueTask<DescribeClusterResponse?> HandleAsync(DescribeClusterRequest request, RequestContext context)
    {
        if (request.EndpointType != Brokers)
        {
            return new(request.EndpointType == Controllers
                ? Refuse(ErrorCode.MismatchedEndpointType, "This is an endpoint of brokers, and one of controllers was wanted.")
                : Refuse(ErrorCode.UnsupportedEndpointType, $"Unsupported endpoint type {request.EndpointType}"));
        }

        var nodes = services.Cluster.ReachableFrom(context);
        var response = new DescribeClusterResponse
        {
            ClusterId = services.Cluster.ClusterId,
            ControllerId = nodes.DoorTo(services.Cluster.ControllerId),
            ClusterAuthorizedOperations =
                request.IncludeClusterAuthorizedOperations ? AuthorizedOperations.Cluster : AuthorizedOperations.NotAsked,
        };
        foreach (var node in nodes.All)
            response.Brokers.Add(new() { BrokerId = node.Id, Host = node.Host, Port = node.Port, Rack = node.Rack });

        return new(response);
    }

    private static DescribeClusterResponse Refuse(ErrorCode error, string message) => new() { ErrorCode = error, ErrorMessage = message };
}
