using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Standalone.Tests.Wire;

namespace KafkaGateway.Standalone.Tests.Admin;

public sealed class ConfigAdminTests : IAsyncLifetime
{
    private const sbyte Topic = (sbyte)ConfigResourceType.Topic;
    private const sbyte Broker = (sbyte)ConfigResourceType.Broker;
    private const sbyte Loggers = (sbyte)ConfigResourceType.BrokerLogger;
    private const sbyte Metrics = (sbyte)ConfigResourceType.ClientMetrics;
    private const sbyte Group = (sbyte)ConfigResourceType.Group;

    private KafkaNode _kafka = null!;
    private WireClient _client = null!;

    public async Task InitializeAsync()
    {
        _kafka = await KafkaNode.StartAsync(options =>
        {
            options.Settings["node.id"] = "5";
            options.Settings["log.segment.bytes"] = "2000000";
        });
        _client = await WireClient.ConnectAsync(_kafka.BootstrapServers);
        await _client.CreateTopicAsync("a", 1, ("retention.ms", "5000"));
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _kafka.DisposeAsync();
    }

    [Fact]
    public async Task A_topics_settings_are_listed_with_source_type_synonyms_and_documentation()
    {
        var result = await DescribeAsync(Topic, "a");

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
    public async Task Only_the_settings_asked_for_are_listed()
    {
        var result = await DescribeAsync(Topic, "a", "retention.ms", "no.such.setting");

        Assert.Equal("retention.ms", Assert.Single(result.Configs).Name);
    }

    [Fact]
    public async Task Version_0_tells_defaults_from_the_rest()
    {
        var response = await _client.CallAsync<DescribeConfigsResponse>(
            new DescribeConfigsRequest { Resources = [new() { ResourceType = Topic, ResourceName = "a", ConfigurationKeys = null }] }, 0);

        var defaults = response.Results[0].Configs.ToDictionary(config => config.Name, config => config.IsDefault);
        Assert.False(defaults["retention.ms"]);
        Assert.False(defaults["segment.bytes"]);
        Assert.True(defaults["segment.ms"]);
    }

    [Theory]
    [InlineData(Topic, "b", ErrorCode.UnknownTopicOrPartition)]
    [InlineData(Broker, "6", ErrorCode.InvalidRequest)]
    [InlineData(Broker, "x", ErrorCode.InvalidRequest)]
    [InlineData(Broker, "5", ErrorCode.None)]
    [InlineData(Broker, "", ErrorCode.None)]
    [InlineData(Loggers, "5", ErrorCode.None)]
    [InlineData(Loggers, "", ErrorCode.InvalidRequest)]
    [InlineData(Metrics, "m", ErrorCode.None)]
    [InlineData(Metrics, "", ErrorCode.InvalidRequest)]
    [InlineData(Group, "g", ErrorCode.None)]
    [InlineData(Group, "", ErrorCode.InvalidRequest)]
    [InlineData(3, "x", ErrorCode.InvalidRequest)]
    public async Task What_is_no_resource_has_no_settings(sbyte type, string name, ErrorCode expected)
    {
        var result = await DescribeAsync(type, name);

        Assert.Equal((expected, type, name), (result.ErrorCode, result.ResourceType, result.ResourceName));
        Assert.Equal(expected == ErrorCode.None, result.ErrorMessage is null);
    }

    [Fact]
    public async Task A_brokers_settings_are_listed_and_those_that_need_a_restart_are_read_only()
    {
        var configs = (await DescribeAsync(Broker, "5")).Configs.ToDictionary(config => config.Name);

        Assert.Equal(("5", (sbyte)4, true), (configs["node.id"].Value, configs["node.id"].ConfigSource, configs["node.id"].ReadOnly));
        Assert.Equal(("1048588", (sbyte)5, false), (configs["message.max.bytes"].Value, configs["message.max.bytes"].ConfigSource, configs["message.max.bytes"].ReadOnly));
    }

    [Fact]
    public async Task A_topic_setting_acts_on_the_next_produce_request()
    {
        Assert.Equal(ErrorCode.None, await SetAsync(Topic, "a", "max.message.bytes", "80"));

        Assert.Equal(ErrorCode.MessageTooLarge, (await _client.ProduceAsync("a", TestBatches.Of(new string('x', 100)))).ErrorCode);
        Assert.Equal(ErrorCode.None, (await _client.ProduceAsync("a", TestBatches.Of("x"))).ErrorCode);
    }

    [Fact]
    public async Task A_brokers_dynamic_setting_acts_on_topics_that_do_not_set_their_own()
    {
        Assert.Equal(ErrorCode.None, (await _client.ProduceAsync("a", TestBatches.Of("x"))).ErrorCode);
        Assert.Equal(ErrorCode.None, await SetAsync(Broker, "", "message.max.bytes", "80"));

        Assert.Equal(ErrorCode.MessageTooLarge, (await _client.ProduceAsync("a", TestBatches.Of(new string('x', 100)))).ErrorCode);
        var set = Assert.Single((await DescribeAsync(Broker, "")).Configs);
        Assert.Equal(("message.max.bytes", "80", (sbyte)3), (set.Name, set.Value, set.ConfigSource));
        Assert.Equal((sbyte)3, (await DescribeAsync(Topic, "a")).Configs.Single(config => config.Name == "max.message.bytes").ConfigSource);
    }

    [Theory]
    [InlineData(Topic, "a", "retention.ms", "x", ErrorCode.InvalidConfig)]
    [InlineData(Topic, "a", "no.such.setting", "x", ErrorCode.InvalidConfig)]
    [InlineData(Topic, "a", "retention.ms", null, ErrorCode.InvalidRequest)]
    [InlineData(Topic, "b", "retention.ms", "1", ErrorCode.UnknownTopicOrPartition)]
    [InlineData(Topic, "", "retention.ms", "1", ErrorCode.InvalidRequest)]
    [InlineData(Broker, "5", "num.partitions", "1", ErrorCode.InvalidRequest)]
    [InlineData(Broker, "6", "message.max.bytes", "1", ErrorCode.BrokerIdNotRegistered)]
    [InlineData(Broker, "5", "sasl.kerberos.min.time.before.relogin", "58000", ErrorCode.None)]
    [InlineData(Loggers, "5", "kafka", "INFO", ErrorCode.InvalidRequest)]
    [InlineData(Metrics, "m", "interval.ms", "1000", ErrorCode.None)]
    [InlineData(Group, "g", "consumer.session.timeout.ms", "50000", ErrorCode.None)]
    [InlineData(Group, "g", "no.such.setting", "50000", ErrorCode.InvalidConfig)]
    [InlineData(3, "x", "x", "1", ErrorCode.InvalidRequest)]
    public async Task Both_ways_of_altering_take_and_refuse_the_same(sbyte type, string name, string key, string? value, ErrorCode expected)
    {
        Assert.Equal(expected, await SetAsync(type, name, key, value));
        Assert.Equal(expected, await ReplaceAsync(type, name, key, value));
        if (expected == ErrorCode.None)
        {
            Assert.Equal(value, (await DescribeAsync(type, name)).Configs.Single(config => config.Name == key).Value);
        }
    }

    [Fact]
    public async Task A_resource_may_stand_in_a_request_only_once()
    {
        var response = await _client.CallAsync<AlterConfigsResponse>(
            new AlterConfigsRequest { Resources = [Alteration("1"), Alteration("2")] }, 2);

        Assert.Equal(ErrorCode.InvalidRequest, Assert.Single(response.Responses).ErrorCode);

        static AlterConfigsRequest.AlterConfigsResource Alteration(string value) =>
            new() { ResourceType = Topic, ResourceName = "a", Configs = [new() { Name = "retention.ms", Value = value }] };
    }

    [Fact]
    public async Task Resources_with_settings_are_listed_by_type()
    {
        await SetAsync(Metrics, "m", "interval.ms", "1000");
        await SetAsync(Group, "g", "consumer.session.timeout.ms", "50000");

        Assert.Equal([(Metrics, "m")], await ListAsync(0));
        Assert.Equal([(Topic, "a"), (Broker, "5"), (Loggers, "5"), (Metrics, "m"), (Group, "g")], await ListAsync(1));
        Assert.Equal([(Group, "g"), (Topic, "a")], await ListAsync(1, Group, Topic));
        var refused = await _client.CallAsync<ListConfigResourcesResponse>(new ListConfigResourcesRequest { ResourceTypes = [3] }, 1);
        Assert.Equal(ErrorCode.UnsupportedVersion, refused.ErrorCode);
    }

    private async Task<IEnumerable<(sbyte Type, string Name)>> ListAsync(short version, params sbyte[] types) =>
        (await _client.CallAsync<ListConfigResourcesResponse>(new ListConfigResourcesRequest { ResourceTypes = [.. types] }, version))
            .ConfigResources.Select(resource => (resource.ResourceType, resource.ResourceName));

    private async Task<DescribeConfigsResponse.DescribeConfigsResult> DescribeAsync(sbyte type, string name, params string[] keys) =>
        (await _client.CallAsync<DescribeConfigsResponse>(
            new DescribeConfigsRequest
            {
                Resources = [new() { ResourceType = type, ResourceName = name, ConfigurationKeys = keys.Length == 0 ? null : [.. keys] }],
                IncludeSynonyms = true,
                IncludeDocumentation = true,
            },
            4)).Results.Single();

    private async Task<ErrorCode> SetAsync(sbyte type, string name, string key, string? value) =>
        (await _client.CallAsync<IncrementalAlterConfigsResponse>(
            new IncrementalAlterConfigsRequest
            {
                Resources = [new() { ResourceType = type, ResourceName = name, Configs = [new() { Name = key, Value = value }] }],
            },
            1)).Responses.Single().ErrorCode;

    private async Task<ErrorCode> ReplaceAsync(sbyte type, string name, string key, string? value) =>
        (await _client.CallAsync<AlterConfigsResponse>(
            new AlterConfigsRequest { Resources = [new() { ResourceType = type, ResourceName = name, Configs = [new() { Name = key, Value = value }] }] },
            2)).Responses.Single().ErrorCode;
}
