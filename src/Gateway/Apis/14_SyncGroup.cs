using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Brings the leader's assignment and fetches a member's own; answered when the leader's is there and stored.
/// <para>Versions: 1 adds the throttle time; 3 static members; 4 is flexible; 5 protocol type and name, which are checked.</para>
/// </summary>
internal sealed class SyncGroup(GatewayServices services) : Api<SyncGroupRequest, SyncGroupResponse>
{
    protected override async ValueTask<SyncGroupResponse?> HandleAsync(SyncGroupRequest request, RequestContext context) =>
        await WaitingForOthers.AnswerAsync(
            services.Actors.Group(request.GroupId).SyncAsync(
                request, new GroupCaller(context.ClientId, context.Connection.ClientHost, context.ApiVersion), context.Hurry),
            () => new SyncGroupResponse { ErrorCode = ErrorCode.CoordinatorNotAvailable },
            context);
}
