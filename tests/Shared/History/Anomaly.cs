namespace KafkaGateway.Shared.History;

/// <summary>What must not happen, by name.</summary>
internal enum AnomalyKind
{
    /// <summary>A number was acknowledged, and is not where it was said to be.</summary>
    LostWrite,

    /// <summary>A consumer was given what the log does not have in the end.</summary>
    ReadThenLost,

    /// <summary>An idempotent producer's number is in the log twice.</summary>
    Duplicate,

    /// <summary>A number is in the log for the first time behind one that was sent later.</summary>
    Reordered,

    /// <summary>A consumer that reads on was given an offset that it had been given before.</summary>
    NonMonotonicPoll,

    /// <summary>A consumer that reads on was not given an offset.</summary>
    SkippedPoll,

    /// <summary>A commit was acknowledged, and a lower offset was read afterwards.</summary>
    OffsetRegression,

    /// <summary>A group that has live members is not stable long after the last kill.</summary>
    StuckGroup,

    /// <summary>A client was told something that it does not retry by itself.</summary>
    FatalError,
}

/// <summary>One of them.</summary>
internal sealed record Anomaly(AnomalyKind Kind, string What);
