using Google.Protobuf;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;
using KafkaGateway.SeaweedMq.Records;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Tests.Records;

/// <summary>Against the agent that SEAWEEDMQ_AGENT names where that is set, else a stand-in.</summary>
public sealed class AgentTests
{
    private static readonly RecordValue s_record = new() { Fields = { ["name"] = new Value { StringValue = "a" } } };

    [Fact]
    public async Task Other_values_are_wrapped_and_acknowledged_where_they_are_in_the_log()
    {
        await using var agent = await Agent.StartAsync();
        Assert.Equal(0, (await agent.Others.ProduceAsync("a", "b")).BaseOffset);
        await agent.Others.PublishAsync("of somebody else");
        Assert.Equal(3, (await agent.Others.ProduceAsync("c")).BaseOffset);
        var messages = await agent.Others.Topic.WaitForEntriesAsync(4);
        Assert.Equal(["key of a", "key of b", "key of of somebody else", "key of c"], messages.Select(message => message.Key.ToStringUtf8()));
        Assert.Equal("c", RecordValue.Parser.ParseFrom(messages[3].Data).Fields[AgentPublisher.Field].BytesValue.ToStringUtf8());
    }

    [Fact]
    public async Task A_value_that_is_a_record_goes_as_it_is()
    {
        await using var agent = await Agent.StartAsync();
        using var builder = new RecordBatchBuilder();
        builder.Append(0, "k"u8.ToArray(), s_record.ToByteArray());
        Assert.Equal(0, (await agent.Others.ProduceAsync(builder.Build())).BaseOffset);
        Assert.Equal(s_record, RecordValue.Parser.ParseFrom(Assert.Single(await agent.Others.Topic.WaitForEntriesAsync(1)).Data));
    }

    [Fact]
    public async Task A_topic_of_several_partitions_is_refused()
    {
        await using var agent = await Agent.StartAsync();
        await agent.Others.Topic.ConfigureAsync(2);
        await agent.Others.OpenAsync();
        var answer = await agent.Others.ProduceAsync("a");
        Assert.Contains("chooses partitions itself", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.PolicyViolation, answer.ErrorCode);
    }

    private sealed class Agent : IAsyncDisposable
    {
        private StandInAgent? _standIn;

        public OthersTopic Others { get; private set; } = null!;

        public static async Task<Agent> StartAsync()
        {
            var agent = new Agent();
            var named = Environment.GetEnvironmentVariable("SEAWEEDMQ_AGENT");
            agent.Others = await OthersTopic.MakeAsync(prepare: async (weed, options) =>
            {
                if (named is not { Length: > 0 })
                {
                    agent._standIn = new StandInAgent(weed.Broker);
                    await agent._standIn.OpenAsync();
                }

                return options with { Agent = agent._standIn?.Address ?? named };
            });
            return agent;
        }

        public async ValueTask DisposeAsync()
        {
            await Others.DisposeAsync();
            await (_standIn?.DisposeAsync() ?? default);
        }
    }
}
