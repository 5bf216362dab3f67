using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>Whether bytes in a file are a batch.</summary>
internal static class BatchCheck
{
    // The CRC covers what follows its own field, the 4 octets from 17 on.
    private const int CrcCovers = 21;

    public static bool IsPlausible(in RecordBatchHeader header, long available) =>
        header.Magic == RecordBatchLayout.CurrentMagic
        && header.BatchLength >= RecordBatchLayout.LowestBatchLength
        && header.SizeInBytes <= available
        && header.LastOffsetDelta >= 0;

    public static bool HasSoundCrc(in RecordBatchHeader header, ReadOnlySpan<byte> batch) => Crc32C.Compute(batch[CrcCovers..]) == header.Crc;

    public static StorageException Damaged(string path, long position) =>
        new($"{path} is damaged at position {position}: what lies there is no sound record batch.");

    /// <exception cref="ArgumentException">What the caller says about a batch is not what its header says.</exception>
    public static void CheckHeader(in LogBatch batch)
    {
        if (!RecordBatchHeader.TryRead(batch.Bytes.Span, out var header)
            || header.Magic != RecordBatchLayout.CurrentMagic
            || header.SizeInBytes != batch.Bytes.Length
            || header.BaseOffset != batch.BaseOffset
            || header.LastOffset != batch.LastOffset
            || header.PartitionLeaderEpoch != batch.LeaderEpoch)
        {
            throw new ArgumentException(
                $"The header of the batch with offsets {batch.BaseOffset} to {batch.LastOffset} and epoch {batch.LeaderEpoch} says otherwise: {header}.",
                nameof(batch));
        }
    }
}
