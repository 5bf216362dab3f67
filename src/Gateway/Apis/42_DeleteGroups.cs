using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Deletes empty groups with their offsets.
/// <para>Versions: 1 adds nothing; 2 is flexible; 3 adds error messages.</para>
/// </summary>
internal sealed class DeleteGroups(GatewayServices services) : Api<DeleteGroupsRequest, DeleteGroupsResponse>
{
    protected override async ValueTask<DeleteGroupsResponse?> HandleAsync(DeleteGroupsRequest request, RequestContext context)
    {
        var response = new DeleteGroupsResponse();
        foreach (var groupId in request.GroupsNames.Distinct(StringComparer.Ordinal))
        {
            response.Results.Add(await services.Actors.Group(groupId).DeleteAsync(context.Aborted));
        }

        return response;
    }
}
