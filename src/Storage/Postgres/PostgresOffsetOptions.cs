namespace KafkaGateway.Storage.Postgres;

/// <summary>What bounds writes of committed offsets.</summary>
public sealed record PostgresOffsetOptions
{
    /// <summary>How many statements are under way at a time; writes of one group are always on the same lane.</summary>
    public int Lanes { get; init; } = 2;

    /// <summary>How many changes one statement carries; a single write that has more goes alone.</summary>
    public int MaxChangesInStatement { get; init; } = 2000;

    /// <summary>How many writes may wait on a lane; further ones fail at once.</summary>
    public int MaxWaitingWrites { get; init; } = 20_000;
}
