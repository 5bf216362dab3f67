using System.Globalization;

namespace KafkaGateway.Shared.Processes;

/// <summary>Where the randomness of a test comes from: another seed every time, or the one that is to be replayed.</summary>
internal static class Seed
{
    private const string Variable = "CLUSTER_TESTS_SEED";

    public static int Choose() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Environment.TickCount & (int.MaxValue >> 1);

    /// <summary>What tells a reader how to run it again.</summary>
    public static string Text(int seed) => $"{Variable}={seed}";
}
