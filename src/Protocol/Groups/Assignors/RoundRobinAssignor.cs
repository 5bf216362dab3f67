namespace KafkaGateway.Protocol.Groups.Assignors;

/// <summary>Deals all partitions of all topics, in order, one by one to the members in turn, passing over those that do not subscribe.</summary>
internal sealed class RoundRobinAssignor : IAssignor
{
    public string Name => "roundrobin";

    public IReadOnlyDictionary<string, IReadOnlyList<AssignedPartition>> Assign(
        IReadOnlyCollection<AssignorMember> members, IReadOnlyDictionary<string, int> partitionCounts)
    {
        var ordered = members.Order(MemberOrder.Instance).ToList();
        var assignment = members.ToDictionary(member => member.MemberId, _ => new List<AssignedPartition>());
        var turn = 0;
        foreach (var (topic, count) in partitionCounts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (!ordered.Exists(member => member.Topics.Contains(topic)))
                continue;
            for (var partition = 0; partition < count; partition++)
            {
                while (!ordered[turn].Topics.Contains(topic))
                    turn = (turn + 1) % ordered.Count;
                assignment[ordered[turn].MemberId].Add(new AssignedPartition(topic, partition));
                turn = (turn + 1) % ordered.Count;
            }
        }
        return assignment.ToDictionary(entry => entry.Key, IReadOnlyList<AssignedPartition> (entry) => entry.Value);
    }
}
