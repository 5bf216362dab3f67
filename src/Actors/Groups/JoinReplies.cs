using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>The forms that an answer to JoinGroup takes.</summary>
internal static class JoinReplies
{
    public static JoinGroupResponse Failed(ErrorCode error, string memberId) =>
        new() { ErrorCode = error, MemberId = memberId, ProtocolName = null, Leader = "" };

    /// <summary>The current generation; only the leader is told who else is in it.</summary>
    public static JoinGroupResponse Current(ClassicGroup group, GroupMember member) => new()
    {
        GenerationId = group.Generation,
        ProtocolType = group.ProtocolType,
        ProtocolName = group.ProtocolName,
        Leader = group.Members.Leader ?? "",
        MemberId = member.MemberId,
        Members = group.IsLeader(member.MemberId) ? Members(group) : [],
    };

    private static List<JoinGroupResponse.JoinGroupResponseMember> Members(ClassicGroup group) =>
    [
        .. group.Members.Select(member => new JoinGroupResponse.JoinGroupResponseMember
        {
            MemberId = member.MemberId,
            GroupInstanceId = member.GroupInstanceId,
            Metadata = member.Metadata(group.ProtocolName),
        }),
    ];
}
