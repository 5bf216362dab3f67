using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Produce;

/// <summary>Chooses partitions: by the key's hash, or without a key one that is kept until its batch is full.</summary>
internal sealed class Partitioner(IReadOnlyList<int> partitions)
{
    private int _sticky = Any(partitions);

    public int Choose(in InputRecord record) => record.Key is { } key ? partitions[Murmur2.Partition(key.Span, partitions.Count)] : _sticky;

    /// <summary>A batch has been closed: if it was that of records without a key, the next one goes elsewhere.</summary>
    public void Closed(int partition)
    {
        if (partition == _sticky)
            _sticky = Any(partitions);
    }

    private static int Any(IReadOnlyList<int> partitions) =>
        partitions.Count > 0 ? partitions[Random.Shared.Next(partitions.Count)] : throw new AdminException("the topic has no partitions");
}
