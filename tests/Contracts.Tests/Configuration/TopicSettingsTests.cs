using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.Contracts.Tests.Configuration;

public class TopicSettingsTests
{
    private static readonly Dictionary<string, string> NoOverrides = [];

    [Fact]
    public void A_topics_own_setting_goes_before_the_brokers()
    {
        var broker = BrokerSettings.Of(("message.max.bytes", "1000"), ("compression.type", "zstd"), ("compression.zstd.level", "7"));
        var topic = new TopicSettings(broker, new Dictionary<string, string> { ["max.message.bytes"] = "500", ["retention.ms"] = "-1" });

        Assert.Equal(500, topic.MaxMessageBytes);
        Assert.Equal(-1, topic.RetentionMs);
        Assert.Equal(("zstd", 7), (topic.CompressionType, topic.CompressionLevel));
        Assert.Equal(1000, new TopicSettings(broker, NoOverrides).MaxMessageBytes);
    }

    [Theory]
    [InlineData(604_800_000, "num.partitions", "1", "num.partitions", "1")]
    [InlineData(7_200_000, "log.retention.hours", "2", "num.partitions", "1")]
    [InlineData(180_000, "log.retention.hours", "2", "log.retention.minutes", "3")]
    [InlineData(5, "log.retention.ms", "5", "log.retention.minutes", "3")]
    [InlineData(-1, "log.retention.hours", "-1", "num.partitions", "1")]
    public void Retention_comes_from_the_brokers_ms_then_minutes_then_hours(long expected, string name1, string value1, string name2, string value2) =>
        Assert.Equal(expected, new TopicSettings(BrokerSettings.Of((name1, value1), (name2, value2)), NoOverrides).RetentionMs);

    [Fact]
    public void The_listing_shows_the_chain_of_values_as_Kafka_does()
    {
        var broker = BrokerSettings.Of(("log.segment.bytes", "2000000"));
        var topic = new TopicSettings(broker, new Dictionary<string, string> { ["segment.bytes"] = "1000000" });

        var entry = topic.List().Single(entry => entry.Definition == TopicConfigs.SegmentBytes);
        Assert.Equal(("1000000", ConfigSource.DynamicTopicConfig, false), (entry.Value, entry.Source, entry.IsReadOnly));
        Assert.Equal(
            [
                new ConfigSynonym("segment.bytes", "1000000", ConfigSource.DynamicTopicConfig),
                new("log.segment.bytes", "2000000", ConfigSource.StaticBrokerConfig),
                new("log.segment.bytes", "1073741824", ConfigSource.DefaultConfig),
            ],
            entry.Synonyms);
    }

    [Fact]
    public void A_setting_without_anything_behind_it_is_a_default_without_synonyms()
    {
        var entry = new TopicSettings(BrokerSettings.Of(), NoOverrides).List().Single(entry => entry.Definition.Name == "remote.storage.enable");

        Assert.Equal(("false", ConfigSource.DefaultConfig, 0), (entry.Value, entry.Source, entry.Synonyms.Count));
    }

    [Fact]
    public void Every_default_of_a_topic_is_what_the_brokers_defaults_make_of_it()
    {
        foreach (var entry in new TopicSettings(BrokerSettings.Of(), NoOverrides).List())
        {
            Assert.Equal(entry.Definition.DefaultText, entry.Value);
        }
    }

    [Fact]
    public void All_of_Kafka_4s_topic_settings_are_known()
    {
        string[] kafka =
        [
            "cleanup.policy", "compression.gzip.level", "compression.lz4.level", "compression.type", "compression.zstd.level", "delete.retention.ms",
            "file.delete.delay.ms", "flush.messages", "flush.ms", "follower.replication.throttled.replicas", "index.interval.bytes",
            "leader.replication.throttled.replicas", "local.retention.bytes", "local.retention.ms", "max.compaction.lag.ms", "max.message.bytes",
            "message.timestamp.after.max.ms", "message.timestamp.before.max.ms", "message.timestamp.type", "min.cleanable.dirty.ratio",
            "min.compaction.lag.ms", "min.insync.replicas", "preallocate", "remote.log.copy.disable", "remote.log.delete.on.disable",
            "remote.storage.enable", "retention.bytes", "retention.ms", "segment.bytes", "segment.index.bytes", "segment.jitter.ms", "segment.ms",
            "unclean.leader.election.enable",
        ];

        Assert.Equal(kafka, TopicConfigs.All.All.Select(definition => definition.Name));
    }
}
