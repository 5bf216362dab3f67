using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists partitions that are being moved to other brokers (KIP-455), of which there are never any.
/// <para>Versions: only 0.</para>
/// </summary>
internal sealed class ListPartitionReassignments : Api<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>
{
    protected override ValueTask<ListPartitionReassignmentsResponse?> HandleAsync(
        ListPartitionReassignmentsRequest request, RequestContext context) =>
        new(new ListPartitionReassignmentsResponse { ErrorMessage = null });
}
