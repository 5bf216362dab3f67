using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Filer;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// The topics of a SeaweedMQ namespace, whoever has made them: with SeaweedFS's own Kafka gateway, its agent or its SQL. They are learnt from the filer;
/// the broker's own list may be short.
/// </summary>
internal sealed class RecordTopics(
    FilerClient filer, PhysicalTopics topics, Channels channels, SeaweedMqOptions options, TimeProvider time, ILogger logger) : IForeignTopics
{
    private const int AtOnce = 8;
    private readonly string _folder = PhysicalTopic.FolderOf(options.RecordNamespace);
    private readonly RecordUnpacking _unpacking = new(options.MaxRecordBatchBytes, options.DropsUnsupported);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TopicCatalogEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var folders = (await filer.ListAsync(_folder, "", cancellationToken)).Where(entry => entry.IsFolder).ToList();
        var found = new TopicCatalogEntry?[folders.Count];
        await Parallel.ForAsync(
            0,
            folders.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => found[i] = (await ReadAsync(folders[i].Name, token))?.Entry);
        return [.. found.OfType<TopicCatalogEntry>()];
    }

    /// <inheritdoc/>
    public async ValueTask<TopicDescription?> FindAsync(string name, CancellationToken cancellationToken) =>
        await ReadAsync(name, cancellationToken) is not { } topic ? null : new TopicDescription
        {
            Name = name,
            TopicId = topic.TopicId,
            PartitionCount = topic.Partitions.Count,
            Configs =
            [
                new() { Name = TopicConfigs.MessageTimestampType.Name, Value = "LogAppendTime" },
                new() { Name = TopicConfigs.RetentionMs.Name, Value = "-1" },
            ],
        };

    /// <inheritdoc/>
    public async ValueTask<IHostedPartition?> OpenAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        if (await LocateAsync(key, cancellationToken) is not { } topic)
            return null;
        var unflushed = new UnflushedMessages(channels, options.CallTimeout);
        var log = await RecordLog.OpenAsync(key, topic, filer, unflushed, options, time, logger, cancellationToken);
        IRecordPublisher publisher = options.Agent is { } agent
            ? new AgentPublisher(agent, token => ReadAsync(key, token), log, channels, options, time)
            : new RecordPublisher(key, token => LocateAsync(key, token), topics, channels, options, time, logger);
        return new RecordPartition(key, log, publisher, _unpacking, time);
    }

    // A topic that is made before its broker is known as one has no leader yet.
    private async Task<PhysicalTopic?> LocateAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        if (await ReadAsync(key, cancellationToken) is not { } topic)
            return null;
        var partition = topic.Partitions[key.Partition];
        return partition.Broker.Length > 0 ? partition : partition with { Broker = (await topics.FindAsync(cancellationToken))[0] };
    }

    private async Task<RecordTopic?> ReadAsync(PartitionKey key, CancellationToken cancellationToken) =>
        await ReadAsync(key.Topic, cancellationToken) is { } topic && topic.TopicId == key.TopicId && key.Partition < topic.Partitions.Count ? topic : null;

    private async Task<RecordTopic?> ReadAsync(string name, CancellationToken cancellationToken) =>
        await filer.ReadAsync($"{_folder}/{name}", RecordTopic.ConfigurationFile, cancellationToken) is { } configuration
            ? RecordTopic.Parse(options.RecordNamespace, name, configuration.Content)
            : null;
}
