using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Stores;

/// <summary>How slow and unreliable storage is.</summary>
public sealed class StoreFaults(World world)
{
    /// <summary>Each call takes up to this before it takes effect, and again before its caller hears of it.</summary>
    public TimeSpan MaxDelay { get; set; }

    /// <summary>How often a call fails, half of the time after it took effect.</summary>
    public double Failure { get; set; }

    /// <summary>Runs an operation with such faults around it.</summary>
    public async Task<T> RunAsync<T>(Func<T> operation)
    {
        if (MaxDelay > TimeSpan.Zero)
            await world.Delay(world.Span(MaxDelay));
        var fails = world.Chance(Failure);
        if (fails && world.Chance(0.5))
            throw new StorageException("simulated: nothing happened");
        var result = operation();
        if (MaxDelay > TimeSpan.Zero)
            await world.Delay(world.Span(MaxDelay));
        return fails ? throw new StorageException("simulated: it happened, but the answer is lost") : result;
    }
}
