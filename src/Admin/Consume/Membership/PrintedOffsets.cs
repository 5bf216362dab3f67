using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Consume.Membership;

/// <summary>How far a topic's partitions were printed, as far as that is not committed. One prints, another commits.</summary>
internal sealed class PrintedOffsets(string topic)
{
    private readonly Lock _gate = new();
    private Dictionary<TopicPartition, long> _next = [];

    public void Add(IEnumerable<ConsumedRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
                _next[new TopicPartition(topic, record.Partition)] = record.Offset + 1;
        }
    }

    /// <summary>Takes all out: each partition's next offset.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Take()
    {
        lock (_gate)
        {
            var taken = _next;
            _next = [];
            return taken;
        }
    }

    /// <summary>They could not be committed. Later ones stay.</summary>
    public void PutBack(IReadOnlyDictionary<TopicPartition, long> taken)
    {
        lock (_gate)
        {
            foreach (var (partition, offset) in taken)
                _next.TryAdd(partition, offset);
        }
    }
}
