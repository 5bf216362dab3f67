using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Grains.Hosting;

/// <summary>Committed offsets to messages and back.</summary>
internal static class OffsetMessages
{
    private const long NoExpiry = -1;

    public static OffsetWrite ToWrite(string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes)
    {
        var write = new OffsetWrite { GroupId = groupId, OwnerEpoch = ownerEpoch };
        foreach (var (partition, offset) in changes)
        {
            write.Changes.Add(new()
            {
                Topic = partition.Topic,
                Partition = partition.Partition,
                IsDeleted = offset is null,
                Offset = offset?.Offset ?? 0,
                LeaderEpoch = offset?.LeaderEpoch ?? -1,
                Metadata = offset?.Metadata ?? "",
                CommitTimestampMs = offset?.CommitTimestampMs ?? 0,
                ExpireTimestampMs = offset?.ExpireTimestampMs ?? NoExpiry,
            });
        }

        return write;
    }

    public static List<OffsetChange> ToChanges(OffsetWrite write) => write.Changes.ConvertAll(change => new OffsetChange(
        new(change.Topic, change.Partition),
        change.IsDeleted ? null : new(
            change.Offset, change.LeaderEpoch, change.Metadata, change.CommitTimestampMs, ToExpiry(change.ExpireTimestampMs))));

    public static StoredOffsets ToStored(IReadOnlyDictionary<TopicPartition, CommittedOffset> offsets) => new()
    {
        Offsets = [.. offsets.Select(entry => new StoredOffsets.StoredOffset
        {
            Topic = entry.Key.Topic,
            Partition = entry.Key.Partition,
            Offset = entry.Value.Offset,
            LeaderEpoch = entry.Value.LeaderEpoch,
            Metadata = entry.Value.Metadata,
            CommitTimestampMs = entry.Value.CommitTimestampMs,
            ExpireTimestampMs = entry.Value.ExpireTimestampMs ?? NoExpiry,
        })],
    };

    public static CommittedOffset ToOffset(StoredOffsets.StoredOffset stored) =>
        new(stored.Offset, stored.LeaderEpoch, stored.Metadata, stored.CommitTimestampMs, ToExpiry(stored.ExpireTimestampMs));

    private static long? ToExpiry(long timestampMs) => timestampMs == NoExpiry ? null : timestampMs;
}
