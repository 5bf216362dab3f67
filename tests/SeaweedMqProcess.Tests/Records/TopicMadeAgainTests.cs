using System.Globalization;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.Shared.Processes;
using Xunit.Abstractions;

namespace KafkaGateway.SeaweedMqProcess.Tests.Records;

/// <summary>A topic that is deleted and made again under its name is a new one, though the broker would go on counting where the old one ended.</summary>
[Collection(SharedKafka.Name)]
public sealed class TopicMadeAgainTests(SharedKafka shared, ITestOutputHelper output)
{
    private const string Topic = "again";
    private const int Records = 100;

    [Fact]
    public async Task It_begins_at_0_and_holds_nothing_of_the_old_one()
    {
        var rounds = SeaweedProgram.Rounds(ofStandIn: 3, ofReal: 20);
        var stack = shared.Stack;
        for (var round = 0; round < rounds; round++)
        {
            await using var client = await WireClient.ConnectAsync(stack.Kafka.Addresses[0]);
            await client.CreateTopicAsync(Topic);
            await AssertHoldsAsync(client, []);
            var values = Enumerable.Range(0, Records).Select(number => string.Create(CultureInfo.InvariantCulture, $"{round}/{number}")).ToArray();
            var answer = await client.ProduceAsync(Topic, TestBatches.Of(values));
            Assert.Equal((ErrorCode.None, 0), (answer.ErrorCode, answer.BaseOffset));
            await AssertHoldsAsync(client, values);
            var deleted = await client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = [Topic], TimeoutMs = 10_000 }, 5);
            Assert.Equal(ErrorCode.None, deleted.Responses[0].ErrorCode);

            // What is left of the old one in files and in memory is read afresh now and then.
            if (round % 3 == 1)
                await stack.RestartOwnersAsync();
        }

        output.Say($"{rounds} topics of one name, one after another");
    }

    private static async Task AssertHoldsAsync(WireClient client, string[] values)
    {
        var answer = await client.FetchAsync(Topic, 0);
        Assert.Equal((ErrorCode.None, 0, values.Length), (answer.ErrorCode, answer.LogStartOffset, answer.HighWatermark));
        Assert.Equal(values, TestBatches.Values(answer.Records));
    }
}
