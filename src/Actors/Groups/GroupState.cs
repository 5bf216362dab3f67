namespace KafkaGateway.Actors.Groups;

/// <summary>The states of a classic group; DescribeGroups shows their names.</summary>
internal enum GroupState
{
    /// <summary>No members; committed offsets may remain.</summary>
    Empty,

    /// <summary>Waits for all members to join.</summary>
    PreparingRebalance,

    /// <summary>All have joined; waits for the leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Every member has been given its assignment, or can fetch it.</summary>
    Stable,

    /// <summary>Deleted, or owned by another coordinator.</summary>
    Dead,
}
