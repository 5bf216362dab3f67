using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Groups;

/// <summary>The states that a group may be in, as Kafka names them.</summary>
internal static class GroupStates
{
    public const string Empty = "Empty";

    /// <summary>Also of a group that does not exist.</summary>
    public const string Dead = "Dead";

    private static readonly string[] s_all = ["PreparingRebalance", "CompletingRebalance", "Assigning", "Reconciling", "Stable", Empty, Dead];

    /// <summary>States parted by commas, in any case of letters.</summary>
    public static IReadOnlyList<string> Parse(string? given) =>
    [
        .. (given ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => s_all.FirstOrDefault(state => state.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new AdminException($"--state '{name}' is not known; known are {string.Join(", ", s_all)}")),
    ];
}
