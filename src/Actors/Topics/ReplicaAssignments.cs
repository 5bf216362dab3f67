using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Topics;

/// <summary>Checks assignments that a client makes by hand: every partition has one replica, on a live node.</summary>
internal static class ReplicaAssignments
{
    public static KafkaError? Check(int partition, IReadOnlyList<int> brokers, Func<int, bool> isLive)
    {
        var unknown = brokers.Where(broker => !isLive(broker)).ToList();
        var problem =
            brokers.Count == 0 ? "names no broker"
            : brokers.Distinct().Count() < brokers.Count ? "names a broker more than once"
            : unknown.Count > 0 ? $"includes broker {unknown[0]}, but no such broker is registered"
            : brokers.Count > 1 ? $"names {brokers.Count} brokers, but partitions have one replica here"
            : null;
        return problem is null ? null : new KafkaError(ErrorCode.InvalidReplicaAssignment, $"The assignment of partition {partition} {problem}");
    }
}
