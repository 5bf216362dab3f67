using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// The state of one classic group: what it is now, never how it gets elsewhere. Times are ms since 1970; a deadline of
/// <see cref="GroupMember.NoDeadline"/> stands for none.
/// </summary>
internal sealed class ClassicGroup(string groupId)
{
    public const string ConsumerProtocolType = "consumer";

    public string GroupId { get; } = groupId;

    public GroupMembers Members { get; } = [];

    public GroupState State { get; set; } = GroupState.Empty;

    public GroupState PreviousState { get; set; } = GroupState.Dead;

    public long StateTimestampMs { get; set; } = -1;

    public int Generation { get; set; }

    /// <summary>No generation below it is begun any more: an owner before this one may have told members about such, and stored none of it.</summary>
    public int GenerationFloor { get; set; }

    public string? ProtocolType { get; set; }

    public string? ProtocolName { get; set; }

    /// <summary>What the members of this generation subscribe to, null where that cannot be known.</summary>
    public IReadOnlySet<string>? SubscribedTopics { get; set; }

    /// <summary>Members that were told this generation and did not ask for their assignment yet.</summary>
    public HashSet<string> PendingSync { get; } = [];

    /// <summary>Whether somebody came since the initial delay began.</summary>
    public bool NewMemberAdded { get; set; }

    public JoinTimer? JoinTimer { get; set; }

    public long SyncDeadlineMs { get; set; } = GroupMember.NoDeadline;

    /// <summary>The generation whose assignment is being stored.</summary>
    public int? AssignmentBeingStored { get; set; }

    /// <summary>No deadline is earlier than this; the earliest may be later.</summary>
    public long WakeAtMs { get; set; } = GroupMember.NoDeadline;

    public bool UsesConsumerProtocol => ProtocolType == ConsumerProtocolType;

    public bool IsLeader(string memberId) => Members.Leader == memberId;

    public bool CanRebalance => State is GroupState.Empty or GroupState.CompletingRebalance or GroupState.Stable;

    /// <summary>With an unknown subscription every topic of a consumer group counts as subscribed.</summary>
    public bool IsSubscribedTo(string topic) => SubscribedTopics?.Contains(topic) ?? UsesConsumerProtocol;

    public void TransitionTo(GroupState next, long nowMs)
    {
        var valid = next switch
        {
            GroupState.PreparingRebalance => CanRebalance,
            GroupState.CompletingRebalance or GroupState.Empty => State is GroupState.PreparingRebalance,
            GroupState.Stable => State is GroupState.CompletingRebalance,
            _ => true,
        };
        if (!valid)
            throw new InvalidOperationException($"Group {GroupId} cannot go from {State} to {next}.");
        (PreviousState, State, StateTimestampMs) = (State, next, nowMs);
    }

    public void BeginGeneration(long nowMs)
    {
        Generation = Math.Max(checked(Generation + 1), GenerationFloor);
        ProtocolName = Members.SelectProtocol();
        SubscribedTopics = Subscriptions.TopicsOf(this);
        TransitionTo(Members.Count > 0 ? GroupState.CompletingRebalance : GroupState.Empty, nowMs);
        KafkaMetrics.Rebalances.Add(1);
        PendingSync.Clear();
    }

    /// <summary>NONE, UNKNOWN_MEMBER_ID, or FENCED_INSTANCE_ID where another member has taken the instance id over.</summary>
    public ErrorCode Validate(string memberId, string? groupInstanceId)
    {
        if (groupInstanceId is not null && Members.FindStatic(groupInstanceId) is { } owner && owner != memberId)
            return ErrorCode.FencedInstanceId;
        if (groupInstanceId is not null && Members.FindStatic(groupInstanceId) is null)
            return ErrorCode.UnknownMemberId;
        return Members.Find(memberId) is null ? ErrorCode.UnknownMemberId : ErrorCode.None;
    }

    public void WakeAt(long deadlineMs) => WakeAtMs = Math.Min(WakeAtMs, deadlineMs);
}
