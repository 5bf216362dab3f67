using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Joins or rejoins a consumer group; answered when the rebalance is done.
/// <para>
/// Versions: 1 brings a rebalance timeout, before it the session timeout counts; 4 makes new members come back with the id that they are
/// given (KIP-394); 5 static members; 6 is flexible; 7 tells the protocol type; 8 brings a reason; 9 can tell the leader to skip the
/// assignment.
/// </para>
/// </summary>
internal sealed class JoinGroup(GatewayServices services) : Api<JoinGroupRequest, JoinGroupResponse>
{
    private const short FirstWithRebalanceTimeout = 1;
    private const short FirstWithNullProtocolName = 7;

    protected override async ValueTask<JoinGroupResponse?> HandleAsync(JoinGroupRequest request, RequestContext context)
    {
        if (context.ApiVersion < FirstWithRebalanceTimeout)
        {
            request.RebalanceTimeoutMs = request.SessionTimeoutMs;
        }

        var caller = new GroupCaller(context.ClientId, context.Connection.ClientHost, context.ApiVersion);
        var response = await WaitingForOthers.AnswerAsync(
            services.Actors.Group(request.GroupId).JoinAsync(request, caller, context.Hurry),
            () => new JoinGroupResponse { ErrorCode = ErrorCode.CoordinatorNotAvailable, MemberId = request.MemberId },
            context);
        if (context.ApiVersion < FirstWithNullProtocolName)
        {
            response.ProtocolName ??= "";
        }

        return response;
    }
}
