using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Admin;

public sealed class ConfigAdminTests : KafkaTest
{
    private const string ThisNode = "this node";
    private const string NoNode = "no node";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.CreateTopicAsync(Name("a"), 1, ("retention.ms", "5000"));
    }

    [Fact]
    public async Task Only_the_settings_asked_for_are_listed()
    {
        var result = await Client.DescribeConfigsAsync(Resource.Topic, Name("a"), "retention.ms", "no.such.setting");

        Assert.Equal("retention.ms", Assert.Single(result.Configs).Name);
    }

    [Theory]
    [InlineData(Resource.Topic, "b", ErrorCode.UnknownTopicOrPartition)]
    [InlineData(Resource.Broker, NoNode, ErrorCode.InvalidRequest)]
    [InlineData(Resource.Broker, "x", ErrorCode.InvalidRequest)]
    [InlineData(Resource.Broker, ThisNode, ErrorCode.None)]
    [InlineData(Resource.Broker, "", ErrorCode.None)]
    [InlineData(Resource.Loggers, ThisNode, ErrorCode.None)]
    [InlineData(Resource.Loggers, "", ErrorCode.InvalidRequest)]
    [InlineData(Resource.Metrics, "m", ErrorCode.None)]
    [InlineData(Resource.Metrics, "", ErrorCode.InvalidRequest)]
    [InlineData(Resource.Group, "g", ErrorCode.None)]
    [InlineData(Resource.Group, "", ErrorCode.InvalidRequest)]
    [InlineData((sbyte)3, "x", ErrorCode.InvalidRequest)]
    public async Task What_is_no_resource_has_no_settings(sbyte type, string name, ErrorCode expected)
    {
        var result = await Client.DescribeConfigsAsync(type, Real(name));

        Assert.Equal((expected, type, Real(name)), (result.ErrorCode, result.ResourceType, result.ResourceName));
        Assert.Equal(expected == ErrorCode.None, result.ErrorMessage is null);
    }

    [Fact]
    public async Task A_brokers_settings_are_listed_and_those_that_need_a_restart_are_read_only()
    {
        var configs = (await Client.DescribeConfigsAsync(Resource.Broker, Real(ThisNode))).Configs.ToDictionary(config => config.Name);

        Assert.Equal((Real(ThisNode), (sbyte)4, true), (configs["node.id"].Value, configs["node.id"].ConfigSource, configs["node.id"].ReadOnly));
        Assert.Equal(("1048588", (sbyte)5, false), (configs["message.max.bytes"].Value, configs["message.max.bytes"].ConfigSource, configs["message.max.bytes"].ReadOnly));
    }

    [Fact]
    public async Task A_topic_setting_acts_on_the_next_produce_request()
    {
        Assert.Equal(ErrorCode.None, await Client.SetConfigAsync(Resource.Topic, Name("a"), "max.message.bytes", "80"));

        Assert.Equal(ErrorCode.MessageTooLarge, (await Client.ProduceAsync(Name("a"), TestBatches.Of(new string('x', 100)))).ErrorCode);
        Assert.Equal(ErrorCode.None, (await Client.ProduceAsync(Name("a"), TestBatches.Of("x"))).ErrorCode);
    }

    [Theory]
    [InlineData(Resource.Topic, "a", "retention.ms", "x", ErrorCode.InvalidConfig)]
    [InlineData(Resource.Topic, "a", "no.such.setting", "x", ErrorCode.InvalidConfig)]
    [InlineData(Resource.Topic, "a", "retention.ms", null, ErrorCode.InvalidRequest)]
    [InlineData(Resource.Topic, "b", "retention.ms", "1", ErrorCode.UnknownTopicOrPartition)]
    [InlineData(Resource.Topic, "", "retention.ms", "1", ErrorCode.InvalidRequest)]
    [InlineData(Resource.Broker, ThisNode, "num.partitions", "1", ErrorCode.InvalidRequest)]
    [InlineData(Resource.Broker, NoNode, "message.max.bytes", "1", ErrorCode.BrokerIdNotRegistered)]
    [InlineData(Resource.Loggers, ThisNode, "kafka", "INFO", ErrorCode.InvalidRequest)]
    [InlineData(Resource.Metrics, "m", "interval.ms", "1000", ErrorCode.None)]
    [InlineData(Resource.Group, "g", "consumer.session.timeout.ms", "50000", ErrorCode.None)]
    [InlineData(Resource.Group, "g", "no.such.setting", "50000", ErrorCode.InvalidConfig)]
    [InlineData((sbyte)3, "x", "x", "1", ErrorCode.InvalidRequest)]
    public async Task Both_ways_of_altering_take_and_refuse_the_same(sbyte type, string name, string key, string? value, ErrorCode expected)
    {
        Assert.Equal(expected, await Client.SetConfigAsync(type, Real(name), key, value));
        Assert.Equal(expected, await Client.ReplaceConfigsAsync(type, Real(name), key, value));
        if (expected == ErrorCode.None)
        {
            Assert.Equal(value, (await Client.DescribeConfigsAsync(type, Real(name))).Configs.Single(config => config.Name == key).Value);
        }
    }

    [Fact]
    public async Task A_resource_may_stand_in_a_request_only_once()
    {
        var response = await Client.CallAsync<AlterConfigsResponse>(
            new AlterConfigsRequest { Resources = [Alteration("1"), Alteration("2")] }, 2);

        Assert.Equal(ErrorCode.InvalidRequest, Assert.Single(response.Responses).ErrorCode);

        AlterConfigsRequest.AlterConfigsResource Alteration(string value) =>
            new() { ResourceType = Resource.Topic, ResourceName = Name("a"), Configs = [new() { Name = "retention.ms", Value = value }] };
    }

    [Fact]
    public async Task Resources_with_settings_are_listed_by_type()
    {
        await Client.SetConfigAsync(Resource.Metrics, Name("m"), "interval.ms", "1000");
        await Client.SetConfigAsync(Resource.Group, Name("g"), "consumer.session.timeout.ms", "50000");
        var (topic, metrics, group) = ((Resource.Topic, Name("a")), (Resource.Metrics, Name("m")), (Resource.Group, Name("g")));
        var nodes = Kafka.NodeIds.Select(id => $"{id}").Order();

        Assert.Equal([metrics], await ListAsync(0));
        Assert.Equal([topic, (Resource.Broker, Real(ThisNode)), (Resource.Loggers, Real(ThisNode)), metrics, group], await ListAsync(1));
        Assert.Equal([group, topic], await ListAsync(1, Resource.Group, Resource.Topic));
        Assert.Equal(nodes, (await ListAllAsync(1, Resource.Broker)).Select(resource => resource.Name).Order());
        var refused = await Client.CallAsync<ListConfigResourcesResponse>(new ListConfigResourcesRequest { ResourceTypes = [3] }, 1);
        Assert.Equal(ErrorCode.UnsupportedVersion, refused.ErrorCode);
    }

    // Of this test and of the node that the client is connected to.
    private async Task<IEnumerable<(sbyte Type, string Name)>> ListAsync(short version, params sbyte[] types) =>
        (await ListAllAsync(version, types)).Where(resource => IsOwn(resource.Name) || resource.Name == Real(ThisNode));

    private async Task<IEnumerable<(sbyte Type, string Name)>> ListAllAsync(short version, params sbyte[] types) =>
        (await Client.CallAsync<ListConfigResourcesResponse>(new ListConfigResourcesRequest { ResourceTypes = [.. types] }, version))
            .ConfigResources.Select(resource => (resource.ResourceType, resource.ResourceName));

    // What the names in the data of a theory stand for.
    private string Real(string name) => name switch
    {
        "" => "",
        ThisNode => $"{Kafka.NodeIds[0]}",
        NoNode => $"{Kafka.AbsentNodeId}",
        _ => Name(name),
    };
}
