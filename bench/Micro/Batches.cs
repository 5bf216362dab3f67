using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Bench.Micro;

internal static class Batches
{
    /// <summary>A batch as a producer sends it, of records without keys.</summary>
    public static byte[] Of(int records, int valueBytes, CompressionType compression = CompressionType.None)
    {
        using var builder = new RecordBatchBuilder { Compression = compression };
        var value = new byte[valueBytes];
        new Random(1).NextBytes(value);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var i = 0; i < records; i++)
        {
            builder.Append(now, null, value);
        }

        return builder.Build();
    }
}
