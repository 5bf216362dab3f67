using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Offsets;

/// <summary>
/// Which offsets are over their retention. It runs since the group became empty; for groups that never had members, and for topics that no
/// member of a stable consumer group subscribes to (KIP-211), since the commit. An expiry time of the commit's own comes before all that.
/// </summary>
internal static class OffsetExpiry
{
    public static List<OffsetChange> Expired(
        ClassicGroup group, IReadOnlyDictionary<TopicPartition, CommittedOffset> committed, long retentionMs, long nowMs)
    {
        if (RetentionBase(group) is not { } since)
            return [];
        return
        [
            .. committed
                .Where(entry => !group.IsSubscribedTo(entry.Key.Topic) && IsOver(entry.Value))
                .Select(entry => new OffsetChange(entry.Key, null)),
        ];

        bool IsOver(CommittedOffset offset) =>
            offset.ExpireTimestampMs is { } expires ? nowMs >= expires : nowMs - since(offset) >= retentionMs;
    }

    private static Func<CommittedOffset, long>? RetentionBase(ClassicGroup group) => group switch
    {
        { ProtocolType: null } => offset => offset.CommitTimestampMs,
        { State: GroupState.Empty } => _ => group.StateTimestampMs,
        { State: GroupState.Stable, UsesConsumerProtocol: true, SubscribedTopics: not null } => offset => offset.CommitTimestampMs,
        _ => null,
    };
}
