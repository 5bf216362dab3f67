using System.Buffers;
using KafkaGateway.Protocol.Records;
using KafkaGateway.SeaweedMq.Logs;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// Makes record batches of messages: one of each run of offsets without a hole. A record's timestamp is the broker's; an empty key or value is none,
/// since a message does not tell these apart.
/// </summary>
internal static class RecordBatching
{
    private const int LeaderEpoch = 0;

    /// <summary>Batches of the first messages, as many as fit.</summary>
    public static ReadOnlySequence<byte> Make(IEnumerable<RecordEntry> entries, int maxBytes, bool atLeastOne)
    {
        var batches = new BatchRun();
        var builder = default(RecordBatchBuilder);
        try
        {
            foreach (var entry in entries)
            {
                var isGap = builder is null || entry.Offset != builder.BaseOffset + builder.Count;
                var isFirst = builder is null;
                if (batches.Length + (builder?.SizeInBytes ?? 0) + entry.SizeBytes + (isGap ? RecordBatchLayout.HeaderSize : 0) > maxBytes && !(isFirst && atLeastOne))
                    break;
                if (isGap)
                {
                    End(batches, builder);
                    builder = new RecordBatchBuilder { BaseOffset = entry.Offset, PartitionLeaderEpoch = LeaderEpoch };
                }

                builder!.Append(entry.TimestampMs, OrNone(entry.Key), OrNone(entry.Value));
            }

            End(batches, builder);
            builder = null;
            return batches.ToSequence();
        }
        finally
        {
            builder?.Dispose();
        }
    }

    private static void End(BatchRun batches, RecordBatchBuilder? builder)
    {
        if (builder is null)
            return;
        batches.Add(builder.Build());
        builder.Dispose();
    }

    private static ReadOnlyMemory<byte>? OrNone(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? default(ReadOnlyMemory<byte>?) : bytes;
}
