using System.Text;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Protocol.Tests.Records;

/// <summary>Batches for tests.</summary>
internal static class Batches
{
    public const long Now = 1_700_000_000_000;

    public static readonly BatchRules Lenient = new() { MaxBatchBytes = int.MaxValue };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Records of about 100 octets, one a millisecond.</summary>
    public static byte[] Simple(int count, CompressionType codec = CompressionType.None, int valueSize = 80)
    {
        using var builder = new RecordBatchBuilder { Compression = codec };
        for (var i = 0; i < count; i++)
            builder.Append(Now + i, Utf8($"key-{i:d8}"), Encoding.UTF8.GetBytes(new string((char)('a' + (i % 26)), valueSize)));
        return builder.Build();
    }

    /// <summary>Every shape a record can have: null and empty keys and values, headers with and without values, a large value.</summary>
    public static byte[] Colourful(CompressionType codec = CompressionType.None, Action<RecordBatchBuilder>? more = null)
    {
        using var builder = new RecordBatchBuilder { Compression = codec };
        AppendColourful(builder);
        more?.Invoke(builder);
        return builder.Build();
    }

    public static void AppendColourful(RecordBatchBuilder builder)
    {
        builder.Append(Now, null, null);
        builder.Append(Now + 5, Array.Empty<byte>(), Array.Empty<byte>());
        builder.Append(Now + 3, Utf8("key"), Utf8("value"), [new("h1", Utf8("v1")), new("h1", null), new("", Array.Empty<byte>())]);
        builder.Append(Now - 7, Utf8("clé"), Noise(200_000, 1));
        builder.Append(Now + 5, null, Encoding.UTF8.GetBytes(new string('x', 70_000)), [new("large", Noise(3_000, 2))]);
    }

    public static byte[] Noise(int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The records in words, to compare by.</summary>
    public static List<string> Describe(ReadOnlyMemory<byte> batch)
    {
        using var decoded = DecodedRecords.Open(batch, int.MaxValue);
        var lines = new List<string>();
        var reader = decoded.Read();
        while (reader.Read())
        {
            var line = new StringBuilder();
            line.Append($"{reader.Offset} {reader.Timestamp} {Field(reader.KeyIsNull, reader.Key)} {Field(reader.ValueIsNull, reader.Value)}");
            var headers = reader.Headers;
            while (headers.Read())
                line.Append($" {Field(false, headers.Key)}={Field(headers.ValueIsNull, headers.Value)}");
            lines.Add(line.ToString());
        }

        return lines;
    }

    /// <summary>Changes a batch and gives it a right CRC again.</summary>
    public static byte[] With(byte[] batch, Action<byte[]> change)
    {
        var copy = (byte[])batch.Clone();
        change(copy);
        RecordBatchPatch.Crc(copy);
        return copy;
    }

    private static string Field(bool isNull, ReadOnlySpan<byte> bytes) => isNull ? "null" : $"[{Convert.ToHexString(bytes)}]";
}
