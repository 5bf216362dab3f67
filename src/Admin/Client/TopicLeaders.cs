using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Client;

/// <summary>A topic whose records are written or read, and the leaders of its partitions as they were last told.</summary>
internal sealed class TopicLeaders
{
    // From here on requests name topics by id only.
    private const short FirstProduceById = 13;
    private const short FirstFetchById = 13;

    private readonly KafkaClient _client;
    private Dictionary<int, PartitionMetadata> _partitions = [];

    private TopicLeaders(KafkaClient client, string name)
    {
        _client = client;
        Name = name;
    }

    public string Name { get; }

    /// <summary>All zero where the brokers are too old to tell it.</summary>
    public Guid Id { get; private set; }

    /// <summary>All partitions, in order.</summary>
    public IReadOnlyList<int> Partitions => [.. _partitions.Keys.Order()];

    public short? HighestProduceVersion => Id == Guid.Empty ? (short)(FirstProduceById - 1) : null;

    public short? HighestFetchVersion => Id == Guid.Empty ? (short)(FirstFetchById - 1) : null;

    /// <exception cref="AdminException">There is no such topic.</exception>
    public static async Task<TopicLeaders> LoadAsync(KafkaClient client, string topic, CancellationToken cancellationToken)
    {
        var leaders = new TopicLeaders(client, topic);
        await leaders.RefreshAsync(cancellationToken);
        return leaders;
    }

    /// <summary>Asks anew, until the answer is one.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => _client.RetryAsync(
        async () =>
        {
            var topic = (await _client.MetadataAsync([Name], cancellationToken)).Topics.Single();
            BrokerErrorException.ThrowIfFailed(topic.Error, $"topic {Name}");
            Id = topic.Id;
            _partitions = topic.Partitions.ToDictionary(partition => partition.Index);
            return topic;
        },
        cancellationToken);

    /// <summary>The node that leads a partition.</summary>
    /// <exception cref="BrokerErrorException">None does at the moment.</exception>
    public int LeaderOf(int partition) =>
        _partitions.TryGetValue(partition, out var known) && known.Leader >= 0
            ? known.Leader
            : throw new BrokerErrorException(ErrorCode.LeaderNotAvailable, $"partition {Name}-{partition}");
}
