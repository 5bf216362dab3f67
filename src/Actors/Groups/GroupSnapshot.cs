using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>A group to its stored form and back. Only what a completed rebalance leaves behind is stored.</summary>
internal static class GroupSnapshot
{
    /// <summary>The kind under which groups are kept in the state store.</summary>
    public const string Kind = "consumer-group";

    public static ConsumerGroupState Of(ClassicGroup group, Func<GroupMember, ReadOnlyMemory<byte>> assignment) => new()
    {
        GenerationFloor = group.GenerationFloor,
        Generation = group.Generation,
        ProtocolType = group.ProtocolType,
        ProtocolName = group.ProtocolName,
        Leader = group.Members.Leader,
        StateTimestampMs = group.StateTimestampMs,
        Members = [.. group.Members.Select(member => new ConsumerGroupState.MemberState
        {
            MemberId = member.MemberId,
            GroupInstanceId = member.GroupInstanceId,
            ClientId = member.ClientId,
            ClientHost = member.ClientHost,
            RebalanceTimeoutMs = member.RebalanceTimeoutMs,
            SessionTimeoutMs = member.SessionTimeoutMs,
            Protocols = [.. member.Protocols.Select(protocol =>
                new ConsumerGroupState.ProtocolState { Name = protocol.Name, Metadata = protocol.Metadata })],
            Assignment = assignment(member),
        })],
    };

    /// <summary>The group as it was stored: Stable with members, Empty without. Sessions are not started yet.</summary>
    public static ClassicGroup Restore(string groupId, ConsumerGroupState state)
    {
        var group = new ClassicGroup(groupId)
        {
            GenerationFloor = state.GenerationFloor,
            Generation = state.Generation,
            ProtocolType = state.ProtocolType,
            ProtocolName = state.ProtocolName,
            StateTimestampMs = state.StateTimestampMs,
            State = state.Members.Count > 0 ? GroupState.Stable : GroupState.Empty,
        };
        foreach (var member in state.Members)
        {
            group.Members.Add(new GroupMember(member.MemberId, member.GroupInstanceId)
            {
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                RebalanceTimeoutMs = member.RebalanceTimeoutMs,
                SessionTimeoutMs = member.SessionTimeoutMs,
                Protocols = [.. member.Protocols.Select(protocol => new MemberProtocol(protocol.Name, protocol.Metadata))],
                Assignment = member.Assignment,
            });
        }
        group.Members.Leader = state.Leader;
        group.SubscribedTopics = Subscriptions.TopicsOf(group);
        return group;
    }
}
