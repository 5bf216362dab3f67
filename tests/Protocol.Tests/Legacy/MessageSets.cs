using System.Globalization;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Legacy;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Protocol.Tests.Records;

namespace KafkaGateway.Protocol.Tests.Legacy;

/// <summary>Message sets for tests.</summary>
internal static class MessageSets
{
    public const long Limit = 10_000_000;

    public static byte[] Plain(byte magic, int count = 3, TimestampType timestampType = TimestampType.CreateTime)
    {
        using var buffer = new PooledBuffer();
        for (var i = 0; i < count; i++)
        {
            var value = Batches.Utf8($"value {i}");
            new MessageWriter(magic).Write(
                buffer, i, CompressionType.None, timestampType, Batches.Now + i, i == 1 ? OptionalBytes.Null : new("key"u8), new(value));
        }

        return buffer.Written.ToArray();
    }

    public static byte[] Wrap(byte magic, CompressionType codec, byte[] inner)
    {
        using var compressed = new PooledBuffer();
        CompressionCodecs.GetForMessageSet(codec, magic).Compress(inner, null, compressed);
        return WrapRaw(magic, codec, compressed.Written.ToArray());
    }

    public static byte[] WrapRaw(byte magic, CompressionType codec, byte[] value)
    {
        using var buffer = new PooledBuffer();
        new MessageWriter(magic).Write(buffer, 0, codec, TimestampType.CreateTime, Batches.Now, OptionalBytes.Null, new(value));
        return buffer.Written.ToArray();
    }

    /// <summary>The messages in words, with absolute offsets, as a client of their time resolves them.</summary>
    public static List<string> Describe(ReadOnlyMemory<byte> messageSet)
    {
        var lines = new List<string>();
        var reader = new MessageSetReader(messageSet.Span);
        while (reader.Read())
        {
            if (reader.Compression == CompressionType.None)
            {
                lines.Add(Line(reader, reader.Offset));
                continue;
            }

            Assert.True(reader.Key.IsNull);
            using var decoder = CompressionCodecs.GetForMessageSet(reader.Compression, reader.Magic).Decode(messageSet[reader.ValueRange], Limit);
            using var inner = Decompression.ToBuffer(decoder, 1_000, Limit);
            var last = 0L;
            var count = new MessageSetReader(inner.Written);
            while (count.Read())
                last = count.Offset;
            var first = reader.Magic == 0 ? 0 : reader.Offset - last;
            var innerReader = new MessageSetReader(inner.Written);
            while (innerReader.Read())
                lines.Add(Line(innerReader, first + innerReader.Offset));
        }

        return lines;
    }

    private static string Line(scoped in MessageSetReader reader, long offset) => string.Create(
        CultureInfo.InvariantCulture, $"{offset} {reader.Timestamp} {Field(reader.Key)} {Field(reader.Value)}");

    private static string Field(OptionalBytes field) => field.IsNull ? "null" : $"[{Convert.ToHexString(field.Span)}]";
}
