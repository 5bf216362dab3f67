using Grpc.Core;
using KafkaGateway.SeaweedMq.Wire.Master;

namespace KafkaGateway.SeaweedMq.StandIn;

/// <summary>The master: it knows who is there.</summary>
/// <param name="own">Its address.</param>
/// <param name="addressOf">Where the one of a type is, by which SeaweedFS calls them; null if there is none.</param>
internal sealed class StandInMaster(Func<string> own, Func<string, string?> addressOf) : Wire.Master.Seaweed.SeaweedBase
{
    public override Task<ListClusterNodesResponse> ListClusterNodes(ListClusterNodesRequest request, ServerCallContext context)
    {
        var response = new ListClusterNodesResponse();
        if (addressOf(request.ClientType) is { } address && request.FilerGroup.Length == 0)
            response.ClusterNodes.Add(new ListClusterNodesResponse.Types.ClusterNode { Address = address, Version = "stand-in" });
        return Task.FromResult(response);
    }

    public override Task<GetMasterConfigurationResponse> GetMasterConfiguration(
        GetMasterConfigurationRequest request, ServerCallContext context) =>
        Task.FromResult(new GetMasterConfigurationResponse { Leader = own() });
}
