using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Takes members out of a group.
/// <para>Versions: 0-2 name one member, 3 and up many, static ones by instance id (KIP-345); 4 is flexible; 5 brings reasons.</para>
/// </summary>
internal sealed class LeaveGroup(GatewayServices services) : Api<LeaveGroupRequest, LeaveGroupResponse>
{
    private const short FirstBatched = 3;

    protected override async ValueTask<LeaveGroupResponse?> HandleAsync(LeaveGroupRequest request, RequestContext context)
    {
        if (context.ApiVersion < FirstBatched)
        {
            (request.Members, request.MemberId) = ([new() { MemberId = request.MemberId }], "");
        }

        var response = await services.Actors.Group(request.GroupId).LeaveAsync(request, context.Aborted);
        if (context.ApiVersion >= FirstBatched)
        {
            return response;
        }

        var error = response.ErrorCode == ErrorCode.None && response.Members.Count > 0 ? response.Members[0].ErrorCode : response.ErrorCode;
        return new LeaveGroupResponse { ErrorCode = error };
    }
}
