using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Served;

/// <summary>Answers are sent as the pieces that they are made of, and a system call takes only so many of these.</summary>
public sealed class ManyPiecesTests : KafkaTest
{
    [Fact]
    public async Task An_answer_of_thousands_of_batches_arrives_whole()
    {
        const int Batches = 3000;
        await Client.CreateTopicAsync(Topic);
        var value = new string('x', 5000);
        for (var i = 0; i < Batches; i++)
        {
            await Client.ProduceAsync(Topic, TestBatches.Of($"{i}{value}"));
        }

        var fetched = await Client.FetchAsync(Topic, 0, maxBytes: 50 << 20);
        Assert.Equal(Enumerable.Range(0, Batches).Select(number => $"{number}{value}"), TestBatches.Values(fetched.Records));
    }
}
