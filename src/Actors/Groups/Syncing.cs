using KafkaGateway.Contracts;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>SyncGroup: the leader brings the assignment, everybody fetches their part of it, nobody before it is stored.</summary>
internal static class Syncing
{
    /// <summary>Whether this call is a leader's that leaves the assignment to the coordinator, which then needs to know the topics.</summary>
    public static bool NeedsTopics(ClassicGroup group, SyncGroupRequest request) =>
        request.Assignments.Count == 0
        && group.State is GroupState.CompletingRebalance
        && group.IsLeader(request.MemberId)
        && OwnAssignment.CanAssign(group);

    /// <summary>Handles one sync call; the reply may come with a later step. Without topics nothing is assigned by ourselves.</summary>
    public static void Handle(GroupTurn turn, long call, SyncGroupRequest request, TopicCatalogSnapshot? topics)
    {
        var group = turn.Group;
        if (Refuse(group, request) is var error and not ErrorCode.None)
        {
            turn.Reply(call, Failed(error));
            return;
        }
        var member = group.Members.Find(request.MemberId)!;
        MarkSynced(group, member.MemberId);
        if (group.State is GroupState.Stable)
        {
            turn.Reply(call, Assigned(group, member));
            return;
        }
        if (member.SyncCall is { } superseded)
            turn.Reply(superseded, Failed(ErrorCode.RebalanceInProgress));
        member.SyncCall = call;
        // A leader's repeated call must not change what is already on its way to storage.
        if (!group.IsLeader(member.MemberId) || group.AssignmentBeingStored == group.Generation)
            return;
        group.AssignmentBeingStored = group.Generation;
        turn.Writes.Add(new AssignmentWrite(group, AssignmentOf(group, request, topics)));
    }

    /// <summary>Takes the assignment back and answers all who wait for it.</summary>
    public static void FailAll(GroupTurn turn, ErrorCode error)
    {
        foreach (var member in turn.Group.Members)
        {
            member.Assignment = default;
            Answer(turn, member, Failed(error));
        }
    }

    /// <summary>Gives every member its part, those who wait at once.</summary>
    public static void Distribute(GroupTurn turn, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> assignment)
    {
        foreach (var member in turn.Group.Members)
        {
            member.Assignment = assignment.GetValueOrDefault(member.MemberId);
            Answer(turn, member, Assigned(turn.Group, member));
        }
    }

    /// <summary>The sync timer has fired: members that never asked for their assignment are out.</summary>
    public static void SyncTimerFired(GroupTurn turn)
    {
        var group = turn.Group;
        group.SyncDeadlineMs = GroupMember.NoDeadline;
        if (group.State is not (GroupState.CompletingRebalance or GroupState.Stable) || group.PendingSync.Count == 0)
            return;
        var absent = string.Join(", ", group.PendingSync);
        foreach (var memberId in group.PendingSync.ToList())
            group.Members.Remove(memberId);
        Rebalancing.Prepare(turn, $"no SyncGroup in time from {absent}");
    }

    private static ErrorCode Refuse(ClassicGroup group, SyncGroupRequest request)
    {
        if (group.State is GroupState.Dead)
            return ErrorCode.CoordinatorNotAvailable;
        if (group.Validate(request.MemberId, request.GroupInstanceId) is var error and not ErrorCode.None)
            return error;
        if (request.GenerationId != group.Generation)
            return ErrorCode.IllegalGeneration;
        if (Differs(request.ProtocolType, group.ProtocolType) || Differs(request.ProtocolName, group.ProtocolName))
            return ErrorCode.InconsistentGroupProtocol;
        return group.State is GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    private static bool Differs(string? asked, string? chosen) => asked is not null && chosen is not null && asked != chosen;

    private static void MarkSynced(ClassicGroup group, string memberId)
    {
        group.PendingSync.Remove(memberId);
        if (group.PendingSync.Count == 0)
            group.SyncDeadlineMs = GroupMember.NoDeadline;
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> AssignmentOf(
        ClassicGroup group, SyncGroupRequest request, TopicCatalogSnapshot? topics)
    {
        if (request.Assignments.Count == 0 && topics is not null && OwnAssignment.CanAssign(group))
            return OwnAssignment.Assign(group, topics);
        var assignment = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var entry in request.Assignments)
            assignment[entry.MemberId] = entry.Assignment;
        return assignment;
    }

    private static void Answer(GroupTurn turn, GroupMember member, SyncGroupResponse response)
    {
        if (member.SyncCall is not { } call)
            return;
        member.SyncCall = null;
        turn.Reply(call, response);
        turn.RestartSession(member);
    }

    internal static SyncGroupResponse Failed(ErrorCode error) => new() { ErrorCode = error };

    private static SyncGroupResponse Assigned(ClassicGroup group, GroupMember member) => new()
    {
        ProtocolType = group.ProtocolType,
        ProtocolName = group.ProtocolName,
        Assignment = member.Assignment,
    };
}
