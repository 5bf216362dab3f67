namespace KafkaGateway.Protocol.Groups.Assignors;

/// <summary>A member as an assignor sees it.</summary>
/// <param name="MemberId">Its member id.</param>
/// <param name="InstanceId">Its group.instance.id, or null.</param>
/// <param name="Topics">What it subscribes to.</param>
public sealed record AssignorMember(string MemberId, string? InstanceId, IReadOnlySet<string> Topics);

/// <summary>Divides partitions among members. Pure: the same input gives the same result, whatever the order of the members.</summary>
public interface IAssignor
{
    /// <summary>The protocol name that clients know it by.</summary>
    string Name { get; }

    /// <summary>
    /// Gives every partition of every subscribed topic that exists to exactly one of its subscribers. Every member has an entry in the result.
    /// </summary>
    /// <param name="members">All members of the generation.</param>
    /// <param name="partitionCounts">The topics that exist.</param>
    IReadOnlyDictionary<string, IReadOnlyList<AssignedPartition>> Assign(
        IReadOnlyCollection<AssignorMember> members, IReadOnlyDictionary<string, int> partitionCounts);
}
