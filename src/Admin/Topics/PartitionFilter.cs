namespace KafkaGateway.Admin.Topics;

/// <summary>Which partitions an operator looks for.</summary>
internal enum PartitionFilter
{
    None,
    UnderReplicated,
    Unavailable,
    UnderMinIsr,
    AtMinIsr,
}
