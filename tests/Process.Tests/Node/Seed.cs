using System.Globalization;

namespace KafkaGateway.Process.Tests.Node;

/// <summary>Where the randomness of a test comes from: another seed every time, or the one that is to be replayed.</summary>
internal static class Seed
{
    private const string Variable = "PROCESS_TESTS_SEED";

    public static int Choose() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Environment.TickCount & int.MaxValue >> 1;

    /// <summary>Runs a test with a seed; a failure tells how to run it again.</summary>
    public static Task RunAsync(Func<int, Task> test)
    {
        var seed = Choose();
        return RunAsync(seed, () => test(seed));
    }

    /// <inheritdoc cref="RunAsync(Func{int, Task})"/>
    public static async Task RunAsync(int seed, Func<Task> test)
    {
        try
        {
            await test();
        }
        catch (Exception failure)
        {
            Assert.Fail($"with {Variable}={seed}: {failure}");
        }
    }
}
