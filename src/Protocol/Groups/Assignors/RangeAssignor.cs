namespace KafkaGateway.Protocol.Groups.Assignors;

/// <summary>
/// Cuts each topic into ranges, one a subscriber, the first subscribers getting one more where it does not divide. Topics with the same
/// subscribers and partition count are cut alike, so that partitions of the same number meet at one member. Racks play no role: every
/// partition has one replica, which all members are equally near to.
/// </summary>
internal sealed class RangeAssignor : IAssignor
{
    public string Name => "range";

    public IReadOnlyDictionary<string, IReadOnlyList<AssignedPartition>> Assign(
        IReadOnlyCollection<AssignorMember> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var ordered = members.Order(MemberOrder.Instance).ToList();
        var assignment = members.ToDictionary(member => member.MemberId, _ => new List<AssignedPartition>());
        foreach (var (topic, count) in partitionCounts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var subscribers = ordered.FindAll(member => member.Topics.Contains(topic));
            var next = 0;
            for (var i = 0; i < subscribers.Count; i++)
            {
                var share = count / subscribers.Count + (i < count % subscribers.Count ? 1 : 0);
                assignment[subscribers[i].MemberId].AddRange(
                    Enumerable.Range(next, share).Select(partition => new AssignedPartition(topic, partition)));
                next += share;
            }
        }
        return assignment.ToDictionary(entry => entry.Key, IReadOnlyList<AssignedPartition> (entry) => entry.Value);
    }
}
