using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Client;

/// <summary>What a broker told of its cluster.</summary>
/// <param name="ClusterId">The cluster's id, or null.</param>
/// <param name="ControllerId">The node that topics are made at; -1 for none.</param>
/// <param name="Nodes">All nodes, by id.</param>
/// <param name="Topics">The topics asked for, by name.</param>
internal sealed record ClusterMetadata(string? ClusterId, int ControllerId, IReadOnlyList<ClusterNode> Nodes, IReadOnlyList<TopicMetadata> Topics)
{
    public static ClusterMetadata From(MetadataResponse response) => new(
        response.ClusterId,
        response.ControllerId,
        [.. response.Brokers.Select(node => new ClusterNode(node.NodeId, node.Host, node.Port, node.Rack)).OrderBy(node => node.Id)],
        [.. response.Topics.Select(TopicMetadata.From).OrderBy(topic => topic.Name, StringComparer.Ordinal)]);
}

/// <summary>A broker of the cluster.</summary>
internal sealed record ClusterNode(int Id, string Host, int Port, string? Rack)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public BrokerAddress Address => new(Host, Port);
}

/// <summary>A topic, or why it is not known. The id is all zero where the broker is too old to have one.</summary>
internal sealed record TopicMetadata(ErrorCode Error, string Name, Guid Id, bool IsInternal, IReadOnlyList<PartitionMetadata> Partitions)
{
    public static TopicMetadata From(MetadataResponse.MetadataResponseTopic topic) => new(
        topic.ErrorCode,
        topic.Name ?? "",
        topic.TopicId,
        topic.IsInternal,
        [.. topic.Partitions.Select(PartitionMetadata.From).OrderBy(partition => partition.Index)]);
}

/// <summary>A partition: its leader (-1 for none) and replicas, by node id.</summary>
internal sealed record PartitionMetadata(int Index, int Leader, int LeaderEpoch, IReadOnlyList<int> Replicas, IReadOnlyList<int> Isr)
{
    public static PartitionMetadata From(MetadataResponse.MetadataResponsePartition partition) =>
        new(partition.PartitionIndex, partition.LeaderId, partition.LeaderEpoch, partition.ReplicaNodes, partition.IsrNodes);
}
