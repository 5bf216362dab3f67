using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Keeps a group member's session alive and tells it of rebalances.
/// <para>Versions: 1 adds the throttle time; 3 static members; 4 is flexible.</para>
/// </summary>
internal sealed class Heartbeat(GatewayServices services) : Api<HeartbeatRequest, HeartbeatResponse>
{
    protected override async ValueTask<HeartbeatResponse?> HandleAsync(HeartbeatRequest request, RequestContext context) =>
        await services.Actors.Group(request.GroupId).HeartbeatAsync(request, context.Aborted);
}
