using KafkaGateway.Behaviour.Admin;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Protocol;

namespace KafkaGateway.Behaviour.Gateways;

/// <summary>Settings of all brokers, changed through one gateway.</summary>
public sealed class BrokersThroughGatewaysTests : GatewayTest
{
    private protected override void Configure(TestKafkaOptions options) => options.IsPrivate = true;

    [Fact]
    public async Task A_setting_of_all_brokers_changed_through_one_gateway_acts_at_another()
    {
        await MakeTopicAsync();
        Assert.Equal(ErrorCode.None, (await Last.ProduceAsync(Topic, TestBatches.Of("x"))).ErrorCode);
        Assert.Equal(ErrorCode.None, await Client.SetConfigAsync(Resource.Broker, "", "message.max.bytes", "80"));
        await EventuallyAsync(
            ErrorCode.MessageTooLarge, async () => (await Last.ProduceAsync(Topic, TestBatches.Of(new string('x', 100)))).ErrorCode);
        await EventuallyAsync(
            "80", async () => (await Last.DescribeConfigsAsync(Resource.Broker, "", "message.max.bytes")).Configs.SingleOrDefault()?.Value);
        await EventuallyAsync(
            "80", async () => (await Last.DescribeConfigsAsync(Resource.Topic, Topic, "max.message.bytes")).Configs.SingleOrDefault()?.Value);
    }
}
