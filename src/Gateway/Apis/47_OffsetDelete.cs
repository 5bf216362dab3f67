using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>Deletes committed offsets of topics that no member of the group subscribes to (KIP-496). One version.</summary>
internal sealed class OffsetDelete(GatewayServices services) : Api<OffsetDeleteRequest, OffsetDeleteResponse>
{
    protected override async ValueTask<OffsetDeleteResponse?> HandleAsync(OffsetDeleteRequest request, RequestContext context) =>
        await services.Actors.Group(request.GroupId).DeleteOffsetsAsync(request, context.Aborted);
}
