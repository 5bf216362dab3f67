using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.SeaweedMqProcess.Tests.Stack;
using Xunit.Abstractions;

namespace KafkaGateway.SeaweedMqProcess.Tests.Faults;

/// <summary>An owner who is killed leaves what he acknowledged in the broker's memory; the next owner has it written out and reads it.</summary>
public sealed class OwnerKilledTests(ITestOutputHelper output)
{
    private static readonly TimeSpan ResumesWithin = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Shape.OneProcess)]
    [InlineData(Shape.Cluster)]
    public Task Kills_of_owners_lose_double_and_reorder_nothing(Shape shape) => LoadUnderFaults.SurvivesAsync(
        shape,
        SeaweedProgram.Rounds(ofStandIn: 2, ofReal: 20),
        (stack, round) => stack.RestartOwnerAsync(stack.Owners[round % stack.Owners.Count]),
        ResumesWithin,
        output);
}
