using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Logs;

/// <summary>What callers of a log must keep to, whatever the engine.</summary>
internal static class LogRules
{
    /// <exception cref="ArgumentException">The batches do not follow one another from the end of the log on.</exception>
    public static void CheckAppend(PartitionKey key, IReadOnlyList<LogBatch> batches, long endOffset)
    {
        for (var i = 0; i < batches.Count; i++)
        {
            var batch = batches[i];
            if (batch.BaseOffset != endOffset || batch.LastOffset < batch.BaseOffset || batch.Bytes.IsEmpty)
            {
                throw new ArgumentException(
                    $"A batch of {batch.Bytes.Length} bytes with offsets {batch.BaseOffset} to {batch.LastOffset} cannot be appended to {key}, "
                    + $"where {endOffset} is next.", nameof(batches));
            }

            endOffset = batch.LastOffset + 1;
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside of the log.</exception>
    public static void CheckOffset(PartitionKey key, long offset, long startOffset, long endOffset)
    {
        if (offset < startOffset || offset > endOffset)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{key} holds offsets from {startOffset} to {endOffset}.");
    }
}
