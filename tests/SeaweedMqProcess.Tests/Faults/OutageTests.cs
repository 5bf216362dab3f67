using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.SeaweedMqProcess.Tests.Stack;
using Xunit.Abstractions;

namespace KafkaGateway.SeaweedMqProcess.Tests.Faults;

/// <summary>Filer, volumes and master are away for some seconds, one after another; what they keep survives on their disks.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(SeaweedProgram.IsReal ? 10 : 4);
    private static readonly TimeSpan ResumesWithin = Outage + TimeSpan.FromSeconds(60);

    /// <summary>Owners are the same code in both.</summary>
    public static TheoryData<Shape> Shapes => SeaweedProgram.IsReal ? [Shape.OneProcess, Shape.Cluster] : [Shape.OneProcess];

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Outages_of_filer_volumes_and_master_lose_double_and_reorder_nothing(Shape shape) => LoadUnderFaults.SurvivesAsync(
        shape,
        SeaweedProgram.Rounds(ofStandIn: 3, ofReal: 9),
        async (stack, round) =>
        {
            var process = new[] { stack.Seaweed.Filer, stack.Seaweed.Volume, stack.Seaweed.Master }[round % 3];
            await process.KillAsync();
            await Task.Delay(Outage);
            process.Launch();
        },
        ResumesWithin,
        output);
}
