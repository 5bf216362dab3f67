using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>How slow and unreliable the storage is.</summary>
internal sealed class LogFaultRates
{
    /// <summary>Each call takes up to this before it takes effect, and again before its caller hears of it.</summary>
    public TimeSpan MaxDelay { get; set; }

    /// <summary>How often a call fails, half of the time after it took effect.</summary>
    public double Failure { get; set; }
}

/// <summary>
/// Such faults around the storage calls of one process. Once it is dead it begins nothing more and hears nothing more, but what it has asked for
/// may still be on its way, and take effect long after it has successors.
/// </summary>
internal sealed class LogFaults(World world, LogFaultRates rates) : IFaults
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    public bool IsDead { get; set; }

    public async ValueTask BeforeAsync(StorageCall call, string target, CancellationToken cancellationToken)
    {
        if (IsDead)
            await Never;
        await DelayAsync();
        if (IsDead && world.Chance(0.5))
            await Never;
        FailSometimes("nothing happened");
    }

    public async ValueTask AfterAsync(StorageCall call, string target, CancellationToken cancellationToken)
    {
        await DelayAsync();
        if (IsDead)
            await Never;
        FailSometimes("it happened");
    }

    private Task DelayAsync() => rates.MaxDelay > TimeSpan.Zero ? world.Delay(world.Span(rates.MaxDelay)) : Task.CompletedTask;

    private void FailSometimes(string effect)
    {
        if (world.Chance(rates.Failure / 2))
            throw new StorageException($"simulated: {effect}");
    }
}
