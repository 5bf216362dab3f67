using KafkaGateway.Contracts.Storage;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists all groups.
/// <para>Versions: 3 is flexible; 4 adds states and a filter by them (KIP-518); 5 types and a filter by them (KIP-848).</para>
/// </summary>
internal sealed class ListGroups(GatewayServices services) : Api<ListGroupsRequest, ListGroupsResponse>
{
    protected override async ValueTask<ListGroupsResponse?> HandleAsync(ListGroupsRequest request, RequestContext context)
    {
        try
        {
            var groups = await services.Actors.Groups.ListAsync(context.Aborted);
            return new ListGroupsResponse
            {
                Groups = [.. groups.Where(group => Passes(request.StatesFilter, group.GroupState) && Passes(request.TypesFilter, group.GroupType))],
            };
        }
        catch (StorageException)
        {
            return new ListGroupsResponse { ErrorCode = ErrorCode.CoordinatorNotAvailable };
        }
    }

    private static bool Passes(List<string> filter, string value) => filter.Count == 0 || filter.Contains(value, StringComparer.OrdinalIgnoreCase);
}
