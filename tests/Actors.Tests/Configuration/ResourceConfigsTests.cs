using KafkaGateway.Actors.Tests.Topics;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Tests.Configuration;

public class ResourceConfigsTests
{
    private readonly TopicWorld _world = new();

    [Fact]
    public async Task A_brokers_dynamic_setting_acts_at_once_reaches_the_partitions_and_survives_a_restart()
    {
        await _world.CreateAsync("a");

        Assert.Equal(ErrorCode.None, (await SetAsync(ConfigResourceType.Broker, "7", "message.max.bytes", "10")).ErrorCode);

        Assert.Equal(10, _world.Settings[BrokerConfigs.MessageMaxBytes]);
        var told = Assert.Single(_world.Partitions.Values).ConfiguredWith!;
        Assert.Equal(10, new TopicSettings(_world.Settings, told).MaxMessageBytes);
        var restarted = _world.Restart();
        await restarted.Configs.ActivateAsync(CancellationToken.None);
        Assert.Equal(10, restarted.Settings[BrokerConfigs.MessageMaxBytes]);
    }

    [Fact]
    public async Task The_empty_name_sets_the_default_of_all_brokers()
    {
        await SetAsync(ConfigResourceType.Broker, "", "message.max.bytes", "10");
        Assert.Equal(10, _world.Settings[BrokerConfigs.MessageMaxBytes]);

        await SetAsync(ConfigResourceType.Broker, "7", "message.max.bytes", "20");
        Assert.Equal(20, _world.Settings[BrokerConfigs.MessageMaxBytes]);
        Assert.Equal(["", "7"], await _world.Configs.ListAsync(ConfigResourceType.Broker, CancellationToken.None));
    }

    [Theory]
    [InlineData(4, "7", "num.partitions", "2", ErrorCode.InvalidRequest)]
    [InlineData(4, "7", "message.max.bytes", "x", ErrorCode.InvalidRequest)]
    [InlineData(4, "7", "no.such.setting", "1", ErrorCode.InvalidRequest)]
    [InlineData(4, "", "sasl.kerberos.min.time.before.relogin", "1", ErrorCode.InvalidRequest)]
    [InlineData(4, "7", "sasl.kerberos.min.time.before.relogin", "1", ErrorCode.None)]
    [InlineData(4, "x", "message.max.bytes", "1", ErrorCode.InvalidRequest)]
    [InlineData(4, "8", "message.max.bytes", "1", ErrorCode.BrokerIdNotRegistered)]
    [InlineData(16, "m", "interval.ms", "1000", ErrorCode.None)]
    [InlineData(16, "m", "interval.ms", "99", ErrorCode.InvalidConfig)]
    [InlineData(16, "m", "match", "client_id=x.*", ErrorCode.None)]
    [InlineData(16, "m", "match", "x", ErrorCode.InvalidConfig)]
    [InlineData(16, "", "interval.ms", "1000", ErrorCode.InvalidRequest)]
    [InlineData(32, "g", "consumer.session.timeout.ms", "1000", ErrorCode.None)]
    [InlineData(32, "g", "session.timeout.ms", "1000", ErrorCode.InvalidConfig)]
    [InlineData(32, "", "consumer.session.timeout.ms", "1000", ErrorCode.InvalidRequest)]
    [InlineData(1, "x", "x", "1", ErrorCode.InvalidRequest)]
    public async Task Only_what_a_resource_has_and_can_change_is_taken(sbyte type, string name, string key, string value, ErrorCode expected)
    {
        var answer = await SetAsync((ConfigResourceType)type, name, key, value);

        Assert.Equal((expected, type, name), (answer.ErrorCode, answer.ResourceType, answer.ResourceName));
        Assert.Equal(expected == ErrorCode.None ? 1 : 0, (await _world.Configs.GetAsync((ConfigResourceType)type, name, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_resource_whose_last_setting_is_deleted_is_no_longer_listed()
    {
        await SetAsync(ConfigResourceType.Group, "g", "consumer.session.timeout.ms", "1000");
        Assert.Equal(["g"], await _world.Configs.ListAsync(ConfigResourceType.Group, CancellationToken.None));

        await _world.Configs.AlterAsync(
            new() { ResourceType = (sbyte)ConfigResourceType.Group, ResourceName = "g" }, validateOnly: false, CancellationToken.None);

        Assert.Empty(await _world.Configs.ListAsync(ConfigResourceType.Group, CancellationToken.None));
        Assert.Empty(await _world.Restart().Configs.ListAsync(ConfigResourceType.Group, CancellationToken.None));
    }

    private async Task<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> SetAsync(
        ConfigResourceType type, string name, string key, string value) =>
        await _world.Configs.IncrementalAlterAsync(
            new() { ResourceType = (sbyte)type, ResourceName = name, Configs = [new() { Name = key, ConfigOperation = 0, Value = value }] },
            validateOnly: false,
            CancellationToken.None);
}
