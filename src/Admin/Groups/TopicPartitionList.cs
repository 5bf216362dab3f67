using System.Globalization;
using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Groups;

/// <summary>Topics, or some partitions of them, as --topic names them: TOPIC or TOPIC:P,P.</summary>
internal sealed class TopicPartitionList
{
    private readonly List<(string Topic, IReadOnlyList<int>? Partitions)> _topics;

    private TopicPartitionList(IEnumerable<(string, IReadOnlyList<int>?)> topics) => _topics = [.. topics];

    public static TopicPartitionList Parse(IEnumerable<string> given) => new(given.Select(ParseOne));

    /// <summary>The partitions named, in order.</summary>
    /// <exception cref="AdminException">One of them does not exist.</exception>
    public async Task<IReadOnlyList<TopicPartition>> ResolveAsync(KafkaClient client, CancellationToken cancellationToken)
    {
        var metadata = await client.MetadataAsync(_topics.Select(topic => topic.Topic).Distinct(), cancellationToken);
        var known = metadata.Topics.ToDictionary(topic => topic.Name);
        return [.. _topics.SelectMany(topic => Resolve(known.GetValueOrDefault(topic.Topic), topic.Topic, topic.Partitions)).Distinct().Order()];
    }

    private static IEnumerable<TopicPartition> Resolve(TopicMetadata? known, string topic, IReadOnlyList<int>? partitions)
    {
        BrokerErrorException.ThrowIfFailed(known?.Error ?? ErrorCode.UnknownTopicOrPartition, $"topic {topic}");
        foreach (var partition in partitions ?? [.. known!.Partitions.Select(partition => partition.Index)])
        {
            if (known!.Partitions.All(one => one.Index != partition))
                throw new AdminException($"topic {topic} has no partition {partition}: it has {known.Partitions.Count}");
            yield return new TopicPartition(topic, partition);
        }
    }

    private static (string, IReadOnlyList<int>?) ParseOne(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, null) : (text[..colon], [.. text[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries).Select(Number)]);

        int Number(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new AdminException($"--topic '{text}': '{part}' is no partition number; name them as in orders:0,1");
    }
}
