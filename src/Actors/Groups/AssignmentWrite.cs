using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>Stores a completed rebalance: members, generation, protocol and what the leader assigned.</summary>
internal sealed class AssignmentWrite(ClassicGroup group, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> assignment)
    : GroupWrite(GroupSnapshot.Of(group, member => assignment.GetValueOrDefault(member.MemberId)))
{
    private readonly int _generation = group.Generation;

    public override void Settle(GroupTurn turn, ErrorCode error)
    {
        // Somebody may have joined meanwhile: then the rebalance that this started decides, and this assignment is void.
        var group = turn.Group;
        if (group.State is not GroupState.CompletingRebalance || group.Generation != _generation)
            return;
        group.AssignmentBeingStored = null;
        if (error is ErrorCode.None)
        {
            Syncing.Distribute(turn, assignment);
            group.TransitionTo(GroupState.Stable, turn.NowMs);
            return;
        }
        Syncing.FailAll(turn, error);
        Rebalancing.Prepare(turn, $"{error} when storing the assignment");
    }
}
