using System.Collections.Concurrent;
using System.Globalization;

namespace KafkaGateway.Simulation.Tests.Kernel;

/// <summary>
/// Runs a history for each of many seeds, on all processors. KAFKA_SIM_SEED runs that one seed only, with its whole trace in the message; KAFKA_SIM_COUNT sets how
/// many there are.
/// </summary>
public static class Seeds
{
    public static void Run(int count, Action<World> history)
    {
        if (Number("KAFKA_SIM_SEED") is { } seed)
        {
            RunOne(seed, history, traceLength: 100_000);
            return;
        }
        if (FindFailure(Number("KAFKA_SIM_COUNT") ?? count, history) is { } failure)
            throw failure;
    }

    /// <summary>The failure of the lowest seed that fails, null where all histories end well.</summary>
    public static SimulationException? FindFailure(int count, Action<World> history)
    {
        var failures = new ConcurrentBag<(int Seed, SimulationException Failure)>();
        Parallel.For(1, count + 1, (next, loop) =>
        {
            try
            {
                RunOne(next, history, traceLength: 0);
            }
            catch (SimulationException failure)
            {
                failures.Add((next, failure));
                loop.Break();
            }
        });
        return failures.IsEmpty ? null : failures.MinBy(failure => failure.Seed).Failure;
    }

    private static void RunOne(int seed, Action<World> history, int traceLength)
    {
        var world = new World(seed, traceLength);
        try
        {
            history(world);
        }
        catch (Exception failure)
        {
            throw new SimulationException(
                $"Seed {seed} fails after {world.Time.Elapsed.TotalSeconds:F3} virtual seconds: {failure.Message}\n"
                + (traceLength == 0 ? $"KAFKA_SIM_SEED={seed} replays it with its trace." : string.Join('\n', world.TraceLines)),
                failure);
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A history broke a promise; the message says which one, and how to see it again.</summary>
public sealed class SimulationException(string message, Exception inner) : Exception(message, inner);
