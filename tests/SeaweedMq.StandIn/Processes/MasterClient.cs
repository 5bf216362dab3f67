using Grpc.Core;
using Grpc.Net.Client;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Wire.Master;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>Asks a master who is there.</summary>
internal sealed class MasterClient(string address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Seaweed.SeaweedClient _client = new(GrpcChannel.ForAddress($"http://{SeaweedAddress.Parse(address).Grpc}"));

    /// <exception cref="RpcException">The master is not there, or knows none.</exception>
    public string AddressOf(string type)
    {
        var nodes = _client.ListClusterNodes(new ListClusterNodesRequest { ClientType = type }, deadline: DateTime.UtcNow + Patience);
        return nodes.ClusterNodes.Count > 0
            ? nodes.ClusterNodes[0].Address
            : throw new RpcException(new Status(StatusCode.Unavailable, $"the master knows no {type}"));
    }
}
