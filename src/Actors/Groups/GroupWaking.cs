using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// Wakes groups that sleep although time may have something to say to them: sessions of members run out and offsets expire only where a group is
/// awake.
/// </summary>
/// <param name="states">Where groups are kept.</param>
/// <param name="offsets">Where their offsets are.</param>
/// <param name="settings">How long offsets are kept.</param>
/// <param name="time">The clock.</param>
public sealed class GroupWaking(IStateStore states, IOffsetStore offsets, GroupSettings settings, TimeProvider time)
{
    /// <summary>Wakes every group that has members, or offsets that may be over their retention, and applies that.</summary>
    /// <param name="find">The actor of a group.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task WakeAsync(Func<string, IConsumerGroup> find, CancellationToken cancellationToken)
    {
        var due = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var stored in states.ListAsync(GroupSnapshot.Kind, cancellationToken))
        {
            if (StateCodec.Decode<ConsumerGroupState>(stored.Value).Members.Count > 0)
                due.Add(stored.Key);
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await foreach (var groupId in offsets.ListExpiringAsync(now - settings.OffsetsRetentionMs, now, cancellationToken))
            due.Add(groupId);
        foreach (var groupId in due)
            await find(groupId).DescribeAsync(cancellationToken);
    }
}
