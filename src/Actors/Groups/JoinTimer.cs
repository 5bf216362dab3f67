namespace KafkaGateway.Actors.Groups;

/// <summary>When the join phase ends at the latest. The initial one is short, and is prolonged while new members keep coming.</summary>
/// <param name="DueMs">When it fires.</param>
/// <param name="IsInitial">Whether the group was empty before.</param>
/// <param name="DelayMs">The delay that ends at <paramref name="DueMs"/> (initial only).</param>
/// <param name="RemainingMs">How much longer it may be prolonged (initial only).</param>
internal sealed record JoinTimer(long DueMs, bool IsInitial, int DelayMs, int RemainingMs);
