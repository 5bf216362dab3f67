using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Partitions;

/// <summary>Opens partitions for a host, whichever it is.</summary>
/// <param name="actors">Asked whether the partition exists, and for its topic's settings.</param>
/// <param name="logs">Where the logs are.</param>
/// <param name="takeEpoch">Gives an owner the epoch that it writes under.</param>
/// <param name="settings">The broker's settings, which stand in for the topic's.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what operators should see.</param>
public sealed class PartitionOpening(
    IActors actors,
    IRecordLogs logs,
    Func<PartitionKey, CancellationToken, ValueTask<int>> takeEpoch,
    BrokerSettings settings,
    TimeProvider time,
    ILogger logger)
{
    private readonly PartitionOptions _options = PartitionOptions.From(settings);

    /// <summary>The new owner of a partition.</summary>
    /// <exception cref="UnknownPartitionException">Its topic has no such partition, or is another incarnation by now.</exception>
    /// <exception cref="StorageException">The log cannot be opened; names the file.</exception>
    public async ValueTask<Partition> OpenAsync(PartitionKey key, ITurnScheduler turns, CancellationToken cancellationToken)
    {
        var topic = await actors.Topic(key.Topic).DescribeAsync(cancellationToken);
        if (topic is null || topic.TopicId != key.TopicId || key.Partition >= topic.PartitionCount)
        {
            throw new UnknownPartitionException();
        }

        var epoch = await takeEpoch(key, cancellationToken);
        return await Partition.OpenAsync(
            new PartitionPorts(key, epoch, SettingsOf(topic), SettingsOf, logs, turns, time, _options, logger), cancellationToken);
    }

    private TopicSettings SettingsOf(TopicDescription topic) =>
        new(settings, topic.Configs.ToDictionary(config => config.Name, config => config.Value, StringComparer.Ordinal));
}

/// <summary>The topic no longer has that partition, or is another incarnation by now.</summary>
public sealed class UnknownPartitionException() : Exception("The partition does not exist.");
