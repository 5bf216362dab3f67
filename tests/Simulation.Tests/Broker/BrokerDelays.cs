using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>How slow everything is in one history.</summary>
internal sealed class BrokerDelays(World world)
{
    /// <summary>What the broker has in its memory longer than that, it writes out.</summary>
    public TimeSpan FlushInterval { get; } = TimeSpan.FromMilliseconds(world.Random.Next(200, 2000));

    /// <summary>For so long an owner believes what he last read in the record.</summary>
    public TimeSpan Lease { get; } = TimeSpan.FromMilliseconds(world.Random.Next(50, 500));

    /// <summary>An owner gives up a stream whose answers take longer.</summary>
    public TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(world.Random.Next(1000, 3000));

    /// <summary>An owner waits so long before he opens a broken stream again.</summary>
    public TimeSpan Reopening { get; } = TimeSpan.FromMilliseconds(world.Random.Next(100, 1000));

    private TimeSpan OneWay { get; } = TimeSpan.FromMilliseconds(world.Random.Next(1, 100));

    /// <summary>One way between two processes.</summary>
    public Task TravelAsync() => world.Delay(world.Span(OneWay));
}
