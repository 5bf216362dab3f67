using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// Stores that the last member is gone. Where that fails an owner to come finds the last generation again, whose members then expire.
/// </summary>
internal sealed class EmptyGroupWrite(ClassicGroup group) : GroupWrite(GroupSnapshot.Of(group, member => member.Assignment))
{
    public override void Settle(GroupTurn turn, ErrorCode error) { }
}
