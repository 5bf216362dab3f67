using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Behaviour.Gateways;

/// <summary>
/// A test with a second client, which comes through the last gateway. Where there is only one gateway, both clients come through that.
/// </summary>
public abstract class GatewayTest : KafkaTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private protected WireClient Last { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Last = await Kafka.ConnectToLastAsync();
    }

    public override async Task DisposeAsync()
    {
        await Last.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Makes <see cref="KafkaTest.Topic"/> through the first gateway, and asks the last one of it, as a producer does before it produces.</summary>
    private protected async Task<Guid> MakeTopicAsync(int partitions = 1)
    {
        var id = await Client.CreateTopicAsync(Topic, partitions);
        var seen = await Last.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = Topic }], AllowAutoTopicCreation = false }, 12);
        Assert.Equal((ErrorCode.None, id), (seen.Topics[0].ErrorCode, seen.Topics[0].TopicId));
        return id;
    }

    /// <summary>
    /// Asks until the answer is the expected one. That a topic was changed or deleted through another gateway a gateway learns a moment
    /// later, as brokers do.
    /// </summary>
    private protected static async Task EventuallyAsync<T>(T expected, Func<Task<T>> askAsync)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            var answer = await askAsync();
            if (Equals(expected, answer) || DateTime.UtcNow > deadline)
            {
                Assert.Equal(expected, answer);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
