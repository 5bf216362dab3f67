using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Topics;

/// <summary>Which topics are meant.</summary>
/// <param name="Names">Their names; null for all.</param>
/// <param name="ExcludeInternal">Whether internal ones are left out.</param>
/// <param name="MayBeMissing">Whether it is fine that there are none of that name.</param>
internal sealed record TopicSelection(NamePattern? Names, bool ExcludeInternal, bool MayBeMissing)
{
    /// <summary>The cluster with the topics meant.</summary>
    /// <exception cref="AdminException">Names were given and no topic has one of them.</exception>
    public async Task<ClusterMetadata> ReadAsync(KafkaClient client, CancellationToken cancellationToken)
    {
        var metadata = await client.RetryAsync(() => client.MetadataAsync(null, cancellationToken), cancellationToken);
        var topics = metadata.Topics
            .Where(topic => topic.Error == ErrorCode.None || topic.Partitions.Count > 0)
            .Where(topic => Names?.Matches(topic.Name) ?? true)
            .Where(topic => !(ExcludeInternal && topic.IsInternal))
            .ToList();
        return topics.Count == 0 && Names is not null && !MayBeMissing
            ? throw new AdminException($"topic '{Names}' does not exist")
            : metadata with { Topics = topics };
    }
}
