using KafkaGateway.Contracts;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Would move partitions to other brokers (KIP-455). A partition has one replica and stays where it is: to assign it there is done at once,
/// to assign it elsewhere is refused, and there is never anything to cancel.
/// <para>Versions: 1 lets a client forbid changes of the replication factor, of which there are none.</para>
/// </summary>
internal sealed class AlterPartitionReassignments(GatewayServices services)
    : Api<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>
{
    protected override async ValueTask<AlterPartitionReassignmentsResponse?> HandleAsync(
        AlterPartitionReassignmentsRequest request, RequestContext context)
    {
        var response = new AlterPartitionReassignmentsResponse
        {
            ErrorMessage = null,
            AllowReplicationFactorChange = request.AllowReplicationFactorChange,
        };
        var nodes = services.Cluster.ReachableFrom(context);
        foreach (var asked in request.Topics)
        {
            var topic = await services.Topics.FindAsync(asked.Name, context.Aborted);
            response.Responses.Add(new() { Name = asked.Name, Partitions = [.. asked.Partitions.Select(partition => Reassign(topic, nodes, partition))] });
        }

        return response;
    }

    private AlterPartitionReassignmentsResponse.ReassignablePartitionResponse Reassign(
        TopicCatalogEntry? topic, ReachableNodes nodes, AlterPartitionReassignmentsRequest.ReassignablePartition asked)
    {
        var (error, message) =
            !topic.Has(asked.PartitionIndex) ? (ErrorCode.UnknownTopicOrPartition, "This server does not host this topic-partition.")
            : asked.Replicas is null ? (ErrorCode.NoReassignmentInProgress, "No partition reassignment is in progress.")
            : asked.Replicas.Count != 1 ? (ErrorCode.InvalidReplicaAssignment, $"Partitions have one replica here, not {asked.Replicas.Count}.")
            : asked.Replicas[0] == nodes.DoorTo(services.Cluster.LeaderOf(topic!.Partition(asked.PartitionIndex)).NodeId) ? (ErrorCode.None, (string?)null)
            : (ErrorCode.InvalidReplicaAssignment, $"The partition cannot be moved to broker {asked.Replicas[0]}.");
        return new() { PartitionIndex = asked.PartitionIndex, ErrorCode = error, ErrorMessage = message };
    }
}
