using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Groups;

/// <summary>A group as its coordinator describes it.</summary>
/// <param name="Group">Its id.</param>
/// <param name="State">Its state, Dead where it does not exist.</param>
/// <param name="Assignor">How partitions are shared out; empty where nobody is there to agree on it.</param>
/// <param name="Members">Who is in it.</param>
internal sealed record GroupDescription(string Group, string State, string Assignor, IReadOnlyList<GroupMember> Members)
{
    public bool Exists => State != GroupStates.Dead;
}

/// <summary>A member, and the partitions that it has.</summary>
internal sealed record GroupMember(string MemberId, string? InstanceId, string ClientId, string Host, IReadOnlyList<TopicPartition> Assignment);

/// <summary>A group in a list. The type is empty where the broker does not tell it.</summary>
internal sealed record ListedGroup(string Group, string Type, string ProtocolType, string State);
