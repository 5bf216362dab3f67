using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Simulation.Tests.Groups;

/// <summary>
/// Kafka's promises to the members of a group, checked on what the members see. A static member counts as one under all its member ids.
/// </summary>
internal sealed class GroupChecker
{
    private readonly Dictionary<int, string> _leaderViews = [];
    private readonly Dictionary<(int Generation, TopicPartition Partition), string> _owners = [];
    private readonly Dictionary<int, List<Dictionary<string, byte[]>>> _assignments = [];
    private readonly HashSet<int> _ownAssignments = [];

    public OffsetHistory Offsets { get; } = new();

    /// <summary>The newest generation that somebody holds an assignment of, which is a stored one.</summary>
    public int NewestSynced { get; private set; }

    public void Joined(JoinGroupResponse response)
    {
        if (response.Members.Count == 0)
            return;
        var view = string.Join(",", response.Members.Select(member => member.GroupInstanceId ?? member.MemberId).Order());
        Require(_leaderViews.TryAdd(response.GenerationId, view) || _leaderViews[response.GenerationId] == view,
            $"generation {response.GenerationId} began with [{_leaderViews[response.GenerationId]}] and again with [{view}]");
    }

    /// <summary>The leader is about to send this, nothing for letting the coordinator assign.</summary>
    public void Assigning(int generation, Dictionary<string, byte[]> assignment)
    {
        if (assignment.Count == 0)
            _ownAssignments.Add(generation);
        if (!_assignments.TryGetValue(generation, out var sent))
            _assignments[generation] = sent = [];
        sent.Add(assignment);
    }

    public void Synced(string identity, int generation, byte[] assignment)
    {
        NewestSynced = Math.Max(NewestSynced, generation);
        Require(_assignments.TryGetValue(generation, out var sent), $"{identity} synced generation {generation}, which nobody assigned");
        Require(_ownAssignments.Contains(generation) || assignment.Length == 0 || sent!.Any(map => map.Values.Any(assignment.SequenceEqual)),
            $"{identity} got an assignment in generation {generation} that its leader did not send");
        foreach (var (topic, partition) in Subscriptions.ReadAssignment(assignment))
        {
            var key = (generation, new TopicPartition(topic, partition));
            Require(_owners.TryAdd(key, identity) || _owners[key] == identity,
                $"{topic}-{partition} belongs to {_owners[key]} and to {identity} in generation {generation}");
        }
    }

    /// <summary>A commit under an older generation than one that was already in use when it was sent must not be accepted.</summary>
    public static void CommitAccepted(int generation, int newestSyncedWhenSent) => Require(
        generation >= newestSyncedWhenSent, $"a commit of generation {generation} was accepted after generation {newestSyncedWhenSent}");

    public static void Require(bool condition, string violation)
    {
        if (!condition)
            throw new InvalidOperationException(violation);
    }
}
