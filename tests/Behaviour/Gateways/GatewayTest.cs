using KafkaGateway.Behaviour.Wire;

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

    /// <summary>
    /// Asks until the answer is the expected one. A gateway that does not find a topic looks again before it says so; that a topic was changed or
    /// deleted through another gateway it learns a moment later, as brokers do.
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
