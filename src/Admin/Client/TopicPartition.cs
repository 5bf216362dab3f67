namespace KafkaGateway.Admin.Client;

/// <summary>A partition by the name of its topic. Ordered by name, then number.</summary>
internal readonly record struct TopicPartition(string Topic, int Partition) : IComparable<TopicPartition>
{
    public int CompareTo(TopicPartition other) =>
        string.CompareOrdinal(Topic, other.Topic) is var byTopic and not 0 ? byTopic : Partition.CompareTo(other.Partition);

    public override string ToString() => $"{Topic}-{Partition}";
}
