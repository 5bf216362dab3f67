using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace KafkaGateway.Behaviour.Wire;

/// <summary>Message sets of magic 0 and 1, as clients before Kafka 0.11 write and read them; made without the product's code.</summary>
internal static class MessageSets
{
    private const byte GzipCodec = 1;

    public static byte[] Of(byte magic, params string[] values) =>
        [.. values.SelectMany((value, i) => Message(i, magic, attributes: 0, Encoding.UTF8.GetBytes(value)))];

    public static byte[] Gzip(byte magic, params string[] values)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(Of(magic, values));
        return Message(magic == 0 ? 0 : values.Length - 1, magic, GzipCodec, compressed.ToArray());
    }

    /// <summary>The messages with absolute offsets, out of their compression, their CRCs checked.</summary>
    public static List<(long Offset, byte Magic, string Value)> Read(ReadOnlySequence<byte>? records)
    {
        var found = new List<(long, byte, string)>();
        foreach (var (offset, magic, attributes, value) in Split((records ?? default).ToArray()))
        {
            if (attributes == 0)
            {
                found.Add((offset, magic, Encoding.UTF8.GetString(value)));
                continue;
            }

            using var plain = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(value), CompressionMode.Decompress))
                gzip.CopyTo(plain);
            var inner = Split(plain.ToArray()).ToList();
            var shift = magic == 0 ? 0 : offset - inner[^1].Offset;
            found.AddRange(inner.Select(message => (message.Offset + shift, message.Magic, Encoding.UTF8.GetString(message.Value))));
        }

        return found;
    }

    private static IEnumerable<(long Offset, byte Magic, byte Attributes, byte[] Value)> Split(byte[] set)
    {
        for (var at = 0; at < set.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(set.AsSpan(at + 8));
            var message = set.AsSpan(at + 12, size).ToArray();
            Assert.Equal(Crc(message.AsSpan(4)), BinaryPrimitives.ReadUInt32BigEndian(message));
            var magic = message[4];
            var key = magic == 0 ? 6 : 14;
            var value = key + 4 + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(key)));
            var length = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(value));
            yield return (BinaryPrimitives.ReadInt64BigEndian(set.AsSpan(at)), magic, (byte)(message[5] & 7), message[(value + 4)..(value + 4 + length)]);
            at += 12 + size;
        }
    }

    private static byte[] Message(long offset, byte magic, byte attributes, byte[] value)
    {
        byte[] body = [magic, attributes, .. magic == 0 ? [] : Int64(TestBatches.Timestamp), .. Int32(-1), .. Int32(value.Length), .. value];
        return [.. Int64(offset), .. Int32(body.Length + 4), .. Int32((int)Crc(body)), .. body];
    }

    private static byte[] Int64(long value)
    {
        var octets = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(octets, value);
        return octets;
    }

    private static byte[] Int32(int value)
    {
        var octets = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(octets, value);
        return octets;
    }

    // CRC-32 of IEEE 802.3, which the base library does not bring.
    private static uint Crc(ReadOnlySpan<byte> octets)
    {
        var crc = uint.MaxValue;
        foreach (var octet in octets)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
