using Grpc.Core;
using KafkaGateway.SeaweedMq.Wire.Master;

namespace KafkaGateway.SeaweedMq.Tests.StandIn;

/// <summary>The master: it knows who is there.</summary>
internal sealed class StandInMaster(StandInSeaweed weed) : Wire.Master.Seaweed.SeaweedBase
{
    public override Task<ListClusterNodesResponse> ListClusterNodes(ListClusterNodesRequest request, ServerCallContext context)
    {
        var response = new ListClusterNodesResponse();
        var address = request.ClientType switch
        {
            "broker" => weed.BrokerAddress,
            "filer" => weed.FilerAddress,
            _ => null,
        };
        if (address is not null && request.FilerGroup.Length == 0)
            response.ClusterNodes.Add(new ListClusterNodesResponse.Types.ClusterNode { Address = address, Version = "stand-in" });
        return Task.FromResult(response);
    }

    public override Task<GetMasterConfigurationResponse> GetMasterConfiguration(
        GetMasterConfigurationRequest request, ServerCallContext context) =>
        Task.FromResult(new GetMasterConfigurationResponse { Leader = weed.MasterAddress });
}
