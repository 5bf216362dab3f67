using KafkaGateway.Protocol;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>Asks where the log ends, as a consumer does that begins at the end, or an operator.</summary>
internal sealed class SimulatedObserver(World world, PartitionCalls calls, KnownEnd known)
{
    private const long Latest = -1;

    public async Task RunAsync()
    {
        while (true)
        {
            await world.Delay(world.Span(TimeSpan.FromMilliseconds(1500)));
            var expect = known.Expect();
            var (error, end) = world.Chance(0.5) ? await FindAsync() : await DescribeAsync();
            world.Trace($"observer: {error?.ToString() ?? "silence"} {end}");
            if (error is ErrorCode.None)
                expect("An observer", end);
            else if (error is not (null or ErrorCode.KafkaStorageError or ErrorCode.NotLeaderOrFollower))
                throw new InvalidOperationException($"An observer was answered {error}");
        }
    }

    private async Task<(ErrorCode? Error, long End)> FindAsync()
    {
        var answer = await calls.FindOffsetAsync(Latest);
        return (answer?.ErrorCode, answer?.Offset ?? 0);
    }

    private async Task<(ErrorCode? Error, long End)> DescribeAsync()
    {
        var answer = await calls.DescribeAsync();
        return (answer?.ErrorCode, answer?.HighWatermark ?? 0);
    }
}
