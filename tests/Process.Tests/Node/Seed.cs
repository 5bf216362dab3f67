using System.Globalization;

namespace KafkaGateway.Process.Tests.Node;

/// <summary>Where the randomness of a test comes from: another seed every time, or the one that is to be replayed.</summary>
internal static class Seed
{
    private const string Variable = "PROCESS_TESTS_SEED";

    /// <summary>Runs a test with a seed; a failure tells how to run it again.</summary>
    public static async Task RunAsync(Func<int, Task> test)
    {
        var seed = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Environment.TickCount & int.MaxValue;
        try
        {
            await test(seed);
        }
        catch (Exception failure)
        {
            Assert.Fail($"with {Variable}={seed}: {failure}");
        }
    }
}
