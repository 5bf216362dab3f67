using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Describes groups: state, protocol, members and their assignments.
/// <para>
/// Versions: 1 adds the throttle time; 3 authorized operations; 4 instance ids; 5 is flexible; 6 answers GROUP_ID_NOT_FOUND with a message
/// for a group that does not exist, older ones describe it as Dead without an error (KIP-1043).
/// </para>
/// </summary>
internal sealed class DescribeGroups(GatewayServices services) : Api<DescribeGroupsRequest, DescribeGroupsResponse>
{
    private const short FirstWithNotFound = 6;

    protected override async ValueTask<DescribeGroupsResponse?> HandleAsync(DescribeGroupsRequest request, RequestContext context)
    {
        var response = new DescribeGroupsResponse();
        foreach (var groupId in request.Groups)
        {
            var group = await services.Actors.Group(groupId).DescribeAsync(context.Aborted);
            if (context.ApiVersion < FirstWithNotFound)
            {
                group.ErrorMessage = null;
                group.ErrorCode = group.ErrorCode == ErrorCode.GroupIdNotFound ? ErrorCode.None : group.ErrorCode;
            }

            if (request.IncludeAuthorizedOperations && group.ErrorCode == ErrorCode.None)
            {
                group.AuthorizedOperations = AuthorizedOperations.Group;
            }

            response.Groups.Add(group);
        }

        return response;
    }
}
