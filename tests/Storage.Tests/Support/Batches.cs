using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Storage.Tests.Support;

internal static class Batches
{
    /// <summary>A sound batch of some records, each with so many bytes of value.</summary>
    public static LogBatch Make(long baseOffset, int records = 1, int valueBytes = 10, long timestamp = 1000, int epoch = 0)
    {
        using var builder = new RecordBatchBuilder { BaseOffset = baseOffset, PartitionLeaderEpoch = epoch };
        var value = new byte[valueBytes];
        new Random((int)baseOffset).NextBytes(value);
        for (var i = 0; i < records; i++)
            builder.Append(timestamp, null, value);
        return new LogBatch(baseOffset, baseOffset + records - 1, epoch, timestamp, builder.Build());
    }

    /// <summary>Appends batches of one record one after another and returns them.</summary>
    public static async Task<List<LogBatch>> FillAsync(
        IRecordLog log, int count, int valueBytes = 10, Func<long, long>? timestamp = null, int epoch = 0)
    {
        var batches = new List<LogBatch>();
        for (var i = 0; i < count; i++)
        {
            var offset = log.Bounds.EndOffset;
            batches.Add(Make(offset, 1, valueBytes, timestamp?.Invoke(offset) ?? 1000 + offset, epoch));
            await log.AppendAsync([batches[^1]], default);
        }

        return batches;
    }

    public static byte[] Concat(IEnumerable<LogBatch> batches) => [.. batches.SelectMany(batch => batch.Bytes.ToArray())];
}
