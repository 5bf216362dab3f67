using KafkaGateway.Contracts.Configuration;

namespace KafkaGateway.Contracts.Tests.Configuration;

public class ConfigDefinitionTests
{
    [Theory]
    [InlineData("retention.ms", "abc", "Invalid value abc for configuration retention.ms: Not a number of type LONG")]
    [InlineData("retention.ms", "-2", "Invalid value -2 for configuration retention.ms: Value must be at least -1")]
    [InlineData("retention.ms", "9223372036854775808", "Invalid value 9223372036854775808 for configuration retention.ms: Not a number of type LONG")]
    [InlineData("cleanup.policy", "shrink", "Invalid value shrink for configuration cleanup.policy: String must be one of: compact, delete")]
    [InlineData("compression.type", "none", "Invalid value none for configuration compression.type: String must be one of: uncompressed, zstd, lz4, snappy, gzip, producer")]
    [InlineData("compression.gzip.level", "0", "Invalid value 0 for configuration compression.gzip.level: Value must be between 1 and 9 or equal to -1")]
    [InlineData("compression.zstd.level", "23", "Invalid value 23 for configuration compression.zstd.level: Value must be no more than 22")]
    [InlineData("min.cleanable.dirty.ratio", "1.5", "Invalid value 1.5 for configuration min.cleanable.dirty.ratio: Value must be no more than 1")]
    [InlineData("min.cleanable.dirty.ratio", "NaN", "Invalid value NaN for configuration min.cleanable.dirty.ratio: Value must be at least 0")]
    [InlineData("preallocate", "1", "Invalid value 1 for configuration preallocate: Expected value to be either true or false")]
    public void An_invalid_value_is_refused_in_Kafkas_words(string name, string value, string message) =>
        Assert.Equal(message, TopicConfigs.All.Find(name)!.Validate(value));

    [Theory]
    [InlineData("cleanup.policy", " compact , delete ", "compact,delete")]
    [InlineData("preallocate", "TRUE", "true")]
    [InlineData("retention.ms", " 10 ", "10")]
    [InlineData("min.cleanable.dirty.ratio", "1", "1.0")]
    [InlineData("leader.replication.throttled.replicas", "0:1,1:1", "0:1,1:1")]
    [InlineData("leader.replication.throttled.replicas", "*", "*")]
    public void A_valid_value_is_shown_as_Kafka_shows_it(string name, string value, string shown)
    {
        Assert.Null(TopicConfigs.All.Find(name)!.Validate(value));
        Assert.Equal(shown, TopicConfigs.All.Find(name)!.Normalize(value));
    }

    public static TheoryData<string> Sets => ["broker", "topic", "group", "client metrics"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_default_is_valid_and_every_setting_says_what_it_does(string set)
    {
        var all = set switch
        {
            "broker" => BrokerConfigs.All,
            "topic" => TopicConfigs.All,
            "group" => GroupConfigs.All,
            _ => ClientMetricsConfigs.All,
        };

        Assert.NotEmpty(all.All);
        foreach (var definition in all.All)
        {
            Assert.Null(definition.DefaultText is { } text ? definition.Validate(text) : null);
            Assert.EndsWith(".", definition.Documentation, StringComparison.Ordinal);
        }
    }
}
