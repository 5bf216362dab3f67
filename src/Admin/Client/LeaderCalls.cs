using System.Collections.Concurrent;
using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Client;

/// <summary>Asks the leaders of partitions, each node once for all of its partitions, and again where leaders are on the move.</summary>
internal static class LeaderCalls
{
    /// <summary>What the leader of each partition says.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="partitions">The partitions.</param>
    /// <param name="request">The request for some of them, which have one leader.</param>
    /// <param name="results">What an answer says, by partition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyDictionary<TopicPartition, PartitionAnswer<T>>> AskLeadersAsync<TResponse, T>(
        this KafkaClient client,
        IEnumerable<TopicPartition> partitions,
        Func<IReadOnlyCollection<TopicPartition>, IKafkaMessage> request,
        Func<TResponse, IEnumerable<(TopicPartition Partition, PartitionAnswer<T> Answer)>> results,
        CancellationToken cancellationToken)
        where TResponse : class, IKafkaMessage
    {
        var answers = new ConcurrentDictionary<TopicPartition, PartitionAnswer<T>>();
        var rest = partitions.ToHashSet();
        try
        {
            return await client.RetryAsync(AskRestAsync, cancellationToken);
        }
        catch (BrokerErrorException lasting) when (lasting.IsTransient)
        {
            // The error of each partition is among the answers.
            return answers;
        }

        async Task<IReadOnlyDictionary<TopicPartition, PartitionAnswer<T>>> AskRestAsync()
        {
            var leaders = await client.LeadersAsync(rest, cancellationToken);
            foreach (var (partition, leader) in leaders.Where(pair => pair.Value.Error != ErrorCode.None))
                answers[partition] = new PartitionAnswer<T>(leader.Error, default!);
            await Task.WhenAll(leaders
                .Where(pair => pair.Value.Error == ErrorCode.None)
                .GroupBy(pair => pair.Value.Value, pair => pair.Key)
                .Select(async node =>
                {
                    foreach (var (partition, answer) in results(await client.CallNodeAsync<TResponse>(node.Key, request([.. node]), cancellationToken)))
                        answers[partition] = answer;
                }));
            rest.RemoveWhere(partition => !answers.TryGetValue(partition, out var answer) || !answer.Error.MayPass());
            if (rest.Count > 0)
                throw new BrokerErrorException(answers[rest.First()].Error, $"partition {rest.First()}");
            return answers;
        }
    }

    /// <summary>The leader of each partition.</summary>
    public static async Task<IReadOnlyDictionary<TopicPartition, PartitionAnswer<int>>> LeadersAsync(
        this KafkaClient client, IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var metadata = await client.MetadataAsync(partitions.Select(partition => partition.Topic).Distinct(), cancellationToken);
        var topics = metadata.Topics.ToDictionary(topic => topic.Name);
        return partitions.ToDictionary(partition => partition, partition => Leader(topics.GetValueOrDefault(partition.Topic), partition.Partition));
    }

    private static PartitionAnswer<int> Leader(TopicMetadata? topic, int index) => topic switch
    {
        null => new(ErrorCode.UnknownTopicOrPartition, -1),
        { Error: not ErrorCode.None } => new(topic.Error, -1),
        _ => topic.Partitions.FirstOrDefault(partition => partition.Index == index) switch
        {
            null => new(ErrorCode.UnknownTopicOrPartition, -1),
            { Leader: < 0 } => new(ErrorCode.LeaderNotAvailable, -1),
            var partition => new(ErrorCode.None, partition.Leader),
        },
    };
}

/// <summary>What a leader says of one of its partitions.</summary>
internal readonly record struct PartitionAnswer<T>(ErrorCode Error, T Value);
