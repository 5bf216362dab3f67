using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>
/// A topic's settings in force: its own, else the broker's that stand in for them, else the defaults, as all of that was when this was
/// made. Immutable; make a new one when the topic's or the broker's settings change.
/// </summary>
public sealed class TopicSettings
{
    private readonly BrokerSettings _broker;
    private readonly IReadOnlyDictionary<string, string> _overrides;

    /// <summary>From the broker's settings and what the topic sets itself: valid texts by name. Invalid or unknown ones are passed over.</summary>
    public TopicSettings(BrokerSettings broker, IReadOnlyDictionary<string, string> overrides)
    {
        _broker = broker;
        _overrides = overrides;
        RetentionMs = Get(TopicConfigs.RetentionMs);
        RetentionBytes = Get(TopicConfigs.RetentionBytes);
        SegmentBytes = Get(TopicConfigs.SegmentBytes);
        SegmentMs = Get(TopicConfigs.SegmentMs);
        IndexIntervalBytes = Get(TopicConfigs.IndexIntervalBytes);
        MaxMessageBytes = Get(TopicConfigs.MaxMessageBytes);
        MinInSyncReplicas = Get(TopicConfigs.MinInSyncReplicas);
        UsesLogAppendTime = Get(TopicConfigs.MessageTimestampType) == "LogAppendTime";
        TimestampBeforeMaxMs = Get(TopicConfigs.MessageTimestampBeforeMaxMs);
        TimestampAfterMaxMs = Get(TopicConfigs.MessageTimestampAfterMaxMs);
        CompressionType = Get(TopicConfigs.CompressionType);
        CompressionLevel = CompressionType switch
        {
            "gzip" => Get(TopicConfigs.CompressionGzipLevel),
            "lz4" => Get(TopicConfigs.CompressionLz4Level),
            "zstd" => Get(TopicConfigs.CompressionZstdLevel),
            _ => 0,
        };
        DeletesOldSegments = Get(TopicConfigs.CleanupPolicy).Contains("delete");
    }

    /// <summary>From the broker's settings and a topic as it is stored.</summary>
    public TopicSettings(BrokerSettings broker, TopicDescription topic)
        : this(broker, topic.Configs.ToDictionary(config => config.Name, config => config.Value, StringComparer.Ordinal))
    {
    }

    /// <summary>How long segments are kept, in ms; -1 for ever.</summary>
    public long RetentionMs { get; }

    /// <summary>How many bytes of a partition are kept; -1 for all.</summary>
    public long RetentionBytes { get; }

    /// <summary>Whether retention acts: cleanup.policy contains delete.</summary>
    public bool DeletesOldSegments { get; }

    /// <summary>The size in bytes at which a new segment begins.</summary>
    public int SegmentBytes { get; }

    /// <summary>The age in ms at which a new segment begins.</summary>
    public long SegmentMs { get; }

    /// <summary>How many bytes lie between two index entries.</summary>
    public int IndexIntervalBytes { get; }

    /// <summary>The largest record batch in bytes.</summary>
    public int MaxMessageBytes { get; }

    /// <summary>min.insync.replicas: with more than 1, acks=all is answered with NOT_ENOUGH_REPLICAS.</summary>
    public int MinInSyncReplicas { get; }

    /// <summary>message.timestamp.type=LogAppendTime: batches get the time of their arrival.</summary>
    public bool UsesLogAppendTime { get; }

    /// <summary>How many ms a record's time may lie before now, with CreateTime.</summary>
    public long TimestampBeforeMaxMs { get; }

    /// <summary>How many ms a record's time may lie after now, with CreateTime.</summary>
    public long TimestampAfterMaxMs { get; }

    /// <summary>producer (as it comes), uncompressed, gzip, snappy, lz4 or zstd.</summary>
    public string CompressionType { get; }

    /// <summary>The level for <see cref="CompressionType"/>, 0 where it knows none; -1 for gzip's own default.</summary>
    public int CompressionLevel { get; }

    /// <summary>The value in force of any setting.</summary>
    public T Get<T>(ConfigKey<T> key) => (T)ValueOf(key)!;

    /// <summary>The value in force of any setting as text; null where there is none.</summary>
    public string? TextOf(ConfigDefinition definition) => ConfigText.Format(ValueOf(definition));

    /// <summary>All settings as DescribeConfigs and CreateTopics list them for a topic.</summary>
    public IReadOnlyList<ConfigEntry> List() =>
    [
        .. TopicConfigs.All.All.Select(definition =>
        {
            var synonyms = _broker.SynonymsOf([.. TopicConfigs.BrokerSynonymsOf(definition).Select(synonym => synonym.Broker)]);
            if (_overrides.TryGetValue(definition.Name, out var own))
            {
                synonyms = [new(definition.Name, definition.Normalize(own), ConfigSource.DynamicTopicConfig), .. synonyms];
            }

            var source = synonyms is [var first, ..] ? first.Source : ConfigSource.DefaultConfig;
            return new ConfigEntry(definition, TextOf(definition), source, IsReadOnly: false, synonyms);
        }),
    ];

    private object? ValueOf(ConfigDefinition definition)
    {
        if (_overrides.TryGetValue(definition.Name, out var text) && definition.TryParseBoxed(text, out var own, out _))
        {
            return own;
        }

        foreach (var synonym in TopicConfigs.BrokerSynonymsOf(definition))
        {
            if (_broker.Get(synonym.Broker) is { } value)
            {
                return synonym.Convert(value);
            }
        }

        return definition.DefaultValue;
    }
}
