using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.SeaweedMqProcess.Tests.Stack;
using Xunit.Abstractions;

namespace KafkaGateway.SeaweedMqProcess.Tests.Faults;

/// <summary>A broker loses what it has not written out, whether it is killed or asked to stop; the owners of partitions have it.</summary>
public sealed class BrokerKilledTests(ITestOutputHelper output)
{
    private static readonly TimeSpan ResumesWithin = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Shape.OneProcess)]
    [InlineData(Shape.Cluster)]
    public Task Kills_and_stops_of_the_broker_lose_double_and_reorder_nothing(Shape shape) => LoadUnderFaults.SurvivesAsync(
        shape,
        SeaweedProgram.Rounds(ofStandIn: 2, ofReal: 20),
        async (stack, round) =>
        {
            await (round % 2 == 0 ? stack.Seaweed.Broker.KillAsync() : stack.Seaweed.Broker.TerminateAsync());
            await stack.Seaweed.RestartBrokerAsync();
        },
        ResumesWithin,
        output);
}
