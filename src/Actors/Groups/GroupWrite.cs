using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>A state to be stored, and what becomes of the group when that is done or has failed.</summary>
internal abstract class GroupWrite(ConsumerGroupState state)
{
    public ConsumerGroupState State { get; } = state;

    /// <summary>Runs as a step of its own. Other steps may have run since the write was asked for.</summary>
    /// <param name="turn">The step.</param>
    /// <param name="error">NONE, or what waiting clients are to be told.</param>
    public abstract void Settle(GroupTurn turn, ErrorCode error);
}
