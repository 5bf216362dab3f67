using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>DescribeGroups. Protocol and subscriptions are shown in Stable only, where they are certain.</summary>
internal static class Describing
{
    public static DescribeGroupsResponse.DescribedGroup Describe(ClassicGroup group)
    {
        var isStable = group.State is GroupState.Stable;
        return new()
        {
            GroupId = group.GroupId,
            GroupState = group.State.ToString(),
            ProtocolType = group.ProtocolType ?? "",
            ProtocolData = isStable ? group.ProtocolName ?? "" : "",
            Members = [.. group.Members.Select(member => new DescribeGroupsResponse.DescribedGroupMember
            {
                MemberId = member.MemberId,
                GroupInstanceId = member.GroupInstanceId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                MemberMetadata = isStable ? member.Metadata(group.ProtocolName) : default,
                MemberAssignment = member.Assignment,
            })],
        };
    }

    /// <summary>A group that does not exist is shown as dead; clients from version 6 on read the error too (KIP-1043).</summary>
    public static DescribeGroupsResponse.DescribedGroup Unknown(string groupId) => new()
    {
        GroupId = groupId,
        GroupState = nameof(GroupState.Dead),
        ProtocolType = "",
        ProtocolData = "",
        ErrorCode = ErrorCode.GroupIdNotFound,
        ErrorMessage = $"Group {groupId} not found.",
    };

    public static DescribeGroupsResponse.DescribedGroup Failed(string groupId, ErrorCode error) =>
        new() { GroupId = groupId, GroupState = "", ProtocolType = "", ProtocolData = "", ErrorCode = error };
}
