using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.State;

namespace KafkaGateway.Storage.Local.Journal;

/// <summary>
/// How changes are written as records: the key says of what, the value is what it is from then on, none where it is gone. So the last record
/// of a key is the truth, and writing it again changes nothing.
/// </summary>
internal static class JournalRecord
{
    private const byte State = 1;
    private const byte Offset = 2;
    private const byte Owner = 3;

    public static void Append(RecordBatchBuilder batch, in StateChange change, long nowMs)
    {
        var key = new ByteScribe();
        key.Byte(State);
        key.Text(change.Kind);
        key.Text(change.Key);
        if (change.State is not { } state)
        {
            batch.Append(nowMs, key.Written, null);
            return;
        }

        var value = new ByteScribe(sizeof(long) + state.Value.Length);
        value.Int64(state.Version);
        value.Bytes(state.Value.Span);
        batch.Append(nowMs, key.Written, value.Written);
    }

    public static void Append(RecordBatchBuilder batch, string groupId, in OffsetChange change, long nowMs)
    {
        var key = new ByteScribe();
        key.Byte(Offset);
        key.Text(groupId);
        key.Text(change.Partition.Topic);
        key.Int32(change.Partition.Partition);
        if (change.Offset is not { } offset)
        {
            batch.Append(nowMs, key.Written, null);
            return;
        }

        var value = new ByteScribe();
        value.Int64(offset.Offset);
        value.Int32(offset.LeaderEpoch);
        value.Text(offset.Metadata);
        value.Int64(offset.CommitTimestampMs);
        value.Byte(offset.ExpireTimestampMs is null ? (byte)0 : (byte)1);
        value.Int64(offset.ExpireTimestampMs ?? 0);
        batch.Append(nowMs, key.Written, value.Written);
    }

    public static void Append(RecordBatchBuilder batch, string groupId, long ownerEpoch, long nowMs)
    {
        var key = new ByteScribe();
        key.Byte(Owner);
        key.Text(groupId);
        var value = new ByteScribe();
        value.Int64(ownerEpoch);
        batch.Append(nowMs, key.Written, value.Written);
    }

    /// <exception cref="NotSupportedException">The key is of a sort that this version does not know.</exception>
    public static void Replay(ReadOnlySpan<byte> key, bool isGone, ReadOnlySpan<byte> value, JournalTables tables)
    {
        var keys = new ByteScanner(key);
        var values = new ByteScanner(value);
        switch (keys.Byte())
        {
            case State:
                var (kind, name) = (keys.Text(), keys.Text());
                tables.States.Apply(new StateChange(kind, name, isGone ? null : ReadState(name, ref values)));
                break;
            case Offset:
                var group = keys.Text();
                var partition = new TopicPartition(keys.Text(), keys.Int32());
                var change = new OffsetChange(partition, isGone ? null : ReadOffset(ref values));
                tables.Offsets.Apply(group, tables.Offsets.OwnerEpoch(group), [change]);
                break;
            case Owner:
                tables.Offsets.Apply(keys.Text(), values.Int64(), []);
                break;
            case var sort:
                throw new NotSupportedException($"Records of sort {sort} are not known to this version.");
        }
    }

    private static StoredState ReadState(string key, ref ByteScanner value)
    {
        var version = value.Int64();
        return new StoredState(key, value.Rest.ToArray(), version);
    }

    private static CommittedOffset ReadOffset(ref ByteScanner value)
    {
        var (offset, leaderEpoch, metadata, committed) = (value.Int64(), value.Int32(), value.Text(), value.Int64());
        var (expires, expireMs) = (value.Byte() != 0, value.Int64());
        return new CommittedOffset(offset, leaderEpoch, metadata, committed, expires ? expireMs : null);
    }
}
