namespace KafkaGateway.Protocol.Groups.Assignors;

/// <summary>Java's order of members: static ones first, by instance id, so that they keep their places across restarts; then by member id.</summary>
internal sealed class MemberOrder : IComparer<AssignorMember>
{
    public static MemberOrder Instance { get; } = new();

    public int Compare(AssignorMember? x, AssignorMember? y) => (x?.InstanceId, y?.InstanceId) switch
    {
        ({ } one, { } other) => string.CompareOrdinal(one, other),
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => string.CompareOrdinal(x?.MemberId, y?.MemberId),
    };
}
