using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Admin;

/// <summary>Settings of brokers, given at start and changed later, and what they mean to topics.</summary>
public sealed class BrokerConfigTests : KafkaTest
{
    private string Node => $"{Kafka.NodeIds[0]}";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.CreateTopicAsync(Topic, 1, ("retention.ms", "5000"));
    }

    private protected override void Configure(TestKafkaOptions options)
    {
        options.IsPrivate = true;
        options.Settings["log.segment.bytes"] = "2000000";
    }

    [Fact]
    public async Task A_topics_settings_are_listed_with_source_type_synonyms_and_documentation()
    {
        var result = await Client.DescribeConfigsAsync(Resource.Topic, Topic);

        Assert.Equal(ErrorCode.None, result.ErrorCode);
        Assert.Equal(TopicConfigs.All.All.Select(definition => definition.Name), result.Configs.Select(config => config.Name));
        var retention = result.Configs.Single(config => config.Name == "retention.ms");
        Assert.Equal(("5000", (sbyte)1, (sbyte)5, false), (retention.Value, retention.ConfigSource, retention.ConfigType, retention.ReadOnly));
        Assert.NotEmpty(retention.Documentation!);
        var segment = result.Configs.Single(config => config.Name == "segment.bytes");
        Assert.Equal(("2000000", (sbyte)4), (segment.Value, segment.ConfigSource));
        Assert.Equal(
            [("log.segment.bytes", "2000000", (sbyte)4), ("log.segment.bytes", "1073741824", (sbyte)5)],
            segment.Synonyms.Select(synonym => (synonym.Name, synonym.Value!, synonym.Source)));
    }

    [Fact]
    public async Task Version_0_tells_defaults_from_the_rest()
    {
        var response = await Client.CallAsync<DescribeConfigsResponse>(
            new DescribeConfigsRequest { Resources = [new() { ResourceType = Resource.Topic, ResourceName = Topic, ConfigurationKeys = null }] }, 0);

        var defaults = response.Results[0].Configs.ToDictionary(config => config.Name, config => config.IsDefault);
        Assert.False(defaults["retention.ms"]);
        Assert.False(defaults["segment.bytes"]);
        Assert.True(defaults["segment.ms"]);
    }

    [Fact]
    public async Task A_brokers_dynamic_setting_acts_on_topics_that_do_not_set_their_own()
    {
        Assert.Equal(ErrorCode.None, (await Client.ProduceAsync(Topic, TestBatches.Of("x"))).ErrorCode);
        Assert.Equal(ErrorCode.None, await Client.SetConfigAsync(Resource.Broker, "", "message.max.bytes", "80"));

        Assert.Equal(ErrorCode.MessageTooLarge, (await Client.ProduceAsync(Topic, TestBatches.Of(new string('x', 100)))).ErrorCode);
        var set = Assert.Single((await Client.DescribeConfigsAsync(Resource.Broker, "")).Configs);
        Assert.Equal(("message.max.bytes", "80", (sbyte)3), (set.Name, set.Value, set.ConfigSource));
        var topic = await Client.DescribeConfigsAsync(Resource.Topic, Topic);
        Assert.Equal((sbyte)3, topic.Configs.Single(config => config.Name == "max.message.bytes").ConfigSource);
    }

    [Fact]
    public async Task Both_ways_of_altering_take_a_setting_of_one_broker()
    {
        const string Key = "sasl.kerberos.min.time.before.relogin";
        Assert.Equal(ErrorCode.None, await Client.SetConfigAsync(Resource.Broker, Node, Key, "58000"));
        Assert.Equal(ErrorCode.None, await Client.ReplaceConfigsAsync(Resource.Broker, Node, Key, "58000"));
        Assert.Equal("58000", (await Client.DescribeConfigsAsync(Resource.Broker, Node)).Configs.Single(config => config.Name == Key).Value);
    }
}
