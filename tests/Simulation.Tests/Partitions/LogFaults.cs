using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Storage.Faults;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>How slow and unreliable the log is.</summary>
internal sealed class LogFaultRates
{
    /// <summary>Each call takes up to this before it takes effect, and again before its caller hears of it.</summary>
    public TimeSpan MaxDelay { get; set; }

    /// <summary>How often a call fails, half of the time after it took effect.</summary>
    public double Failure { get; set; }
}

/// <summary>Such faults around the storage calls of one owner. Once it is dead, nothing that it has begun goes on.</summary>
internal sealed class LogFaults(World world, LogFaultRates rates) : IFaults
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    public bool IsDead { get; set; }

    public ValueTask BeforeAsync(StorageCall call, string target, CancellationToken cancellationToken) => DelayAsync("nothing happened");

    public ValueTask AfterAsync(StorageCall call, string target, CancellationToken cancellationToken) => DelayAsync("it happened");

    private async ValueTask DelayAsync(string effect)
    {
        if (rates.MaxDelay > TimeSpan.Zero)
            await world.Delay(world.Span(rates.MaxDelay));
        if (IsDead)
            await Never;
        if (world.Chance(rates.Failure / 2))
            throw new StorageException($"simulated: {effect}");
    }
}
