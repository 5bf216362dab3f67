using KafkaGateway.Standalone.Tests.Wire;

namespace KafkaGateway.Standalone.Tests.Served;

/// <summary>Answers are sent as the pieces that they are made of, and a system call takes only so many of these.</summary>
public sealed class ManyPiecesTests
{
    [Fact]
    public async Task An_answer_of_thousands_of_batches_arrives_whole()
    {
        const int Batches = 3000;
        await using var kafka = await KafkaNode.StartAsync();
        await using var client = await WireClient.ConnectAsync(kafka.BootstrapServers);
        await client.CreateTopicAsync("t");
        var value = new string('x', 5000);
        for (var i = 0; i < Batches; i++)
        {
            await client.ProduceAsync("t", TestBatches.Of($"{i}{value}"));
        }

        var fetched = await client.FetchAsync("t", 0, maxBytes: 50 << 20);
        Assert.Equal(Enumerable.Range(0, Batches).Select(number => $"{number}{value}"), TestBatches.Values(fetched.Records));
    }
}
