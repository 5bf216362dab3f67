using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>LeaveGroup: members go by member id, or are sent away by instance id (KIP-345).</summary>
internal static class Leaving
{
    public static LeaveGroupResponse Handle(GroupTurn turn, LeaveGroupRequest request)
    {
        var group = turn.Group;
        if (group.State is GroupState.Dead)
            return new() { ErrorCode = ErrorCode.CoordinatorNotAvailable };
        var response = new LeaveGroupResponse
        {
            Members = [.. request.Members.Select(member => Answer(member, Leave(turn, member)))],
        };
        if (response.Members.Exists(member => member.ErrorCode is ErrorCode.None) && group.State is not GroupState.Empty)
            Rebalancing.PrepareOrComplete(turn, "members left");
        return response;
    }

    /// <summary>The same error for every member.</summary>
    public static LeaveGroupResponse AllFailed(LeaveGroupRequest request, ErrorCode error) =>
        new() { Members = [.. request.Members.Select(member => Answer(member, error))] };

    private static ErrorCode Leave(GroupTurn turn, LeaveGroupRequest.MemberIdentity identity)
    {
        var group = turn.Group;
        if (identity.MemberId.Length > 0 && group.Members.Pending.ContainsKey(identity.MemberId))
        {
            group.Members.Remove(identity.MemberId);
            return ErrorCode.None;
        }
        var memberId = identity.MemberId.Length > 0 ? identity.MemberId : group.Members.FindStatic(identity.GroupInstanceId);
        if (memberId is null)
            return ErrorCode.UnknownMemberId;
        if (group.Validate(memberId, identity.GroupInstanceId) is var error and not ErrorCode.None)
            return error;
        GroupLog.MemberRemoved(turn.Logger, group.GroupId, memberId, identity.Reason ?? "it left without a reason");
        Sessions.Remove(turn, group.Members.Find(memberId)!);
        return ErrorCode.None;
    }

    private static LeaveGroupResponse.MemberResponse Answer(LeaveGroupRequest.MemberIdentity identity, ErrorCode error) =>
        new() { MemberId = identity.MemberId, GroupInstanceId = identity.GroupInstanceId, ErrorCode = error };
}
