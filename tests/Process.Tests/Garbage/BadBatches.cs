using System.Buffers.Binary;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>Record batches that no broker may take.</summary>
internal static class BadBatches
{
    private const int BatchLength = 8;
    private const int Crc = 17;
    private const int Attributes = 21;
    private const int LastOffsetDelta = 23;
    private const int RecordCount = 57;

    public static byte[] WrongCrc(byte[] batch, Random random) => Changed(batch, copy => copy[Crc + random.Next(4)] ^= (byte)(1 << random.Next(8)));

    public static byte[] WrongLength(byte[] batch, Random random) =>
        Changed(batch, copy => BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(BatchLength), Other(copy, BatchLength, random)));

    public static byte[] WrongCount(byte[] batch, Random random) => Signed(Changed(batch, copy =>
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(RecordCount), Other(copy, RecordCount, random))));

    public static byte[] WrongLastOffsetDelta(byte[] batch, Random random) => Signed(Changed(batch, copy =>
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(LastOffsetDelta), Other(copy, LastOffsetDelta, random))));

    public static byte[] RandomBody(byte[] batch, Random random) => Signed(Changed(batch, copy => random.NextBytes(copy.AsSpan(RecordBatchLayout.HeaderSize))));

    public static byte[] CutBody(byte[] batch, Random random)
    {
        var cut = batch[..random.Next(RecordBatchLayout.HeaderSize, batch.Length)];
        BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(BatchLength), cut.Length - RecordBatchLayout.LogOverhead);
        return Signed(cut);
    }

    public static byte[] AnotherCodec(byte[] batch, Random random) => Signed(Changed(batch, copy =>
    {
        var codec = copy[Attributes + 1] & 7;
        copy[Attributes + 1] = (byte)((copy[Attributes + 1] & ~7) | ((codec + random.Next(1, 8)) & 7));
    }));

    /// <summary>May well be sound still: a changed value is a value.</summary>
    public static byte[] FlippedBody(byte[] batch, Random random) => Signed(Changed(batch, copy =>
        copy[random.Next(RecordBatchLayout.HeaderSize, copy.Length)] ^= (byte)(1 << random.Next(8))));

    /// <summary>A batch that is small and takes that many octets when decoded, all in one record.</summary>
    public static byte[] Bomb(CompressionType codec, int decodedBytes)
    {
        using var builder = new RecordBatchBuilder { Compression = codec };
        builder.Append(TestBatches.Timestamp, null, new byte[decodedBytes]);
        return builder.Build();
    }

    private static byte[] Changed(byte[] batch, Action<byte[]> change)
    {
        var copy = batch.ToArray();
        change(copy);
        return copy;
    }

    private static byte[] Signed(byte[] batch)
    {
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(Crc), Crc32C.Compute(batch.AsSpan(Attributes)));
        return batch;
    }

    private static int Other(byte[] batch, int at, Random random)
    {
        var now = BinaryPrimitives.ReadInt32BigEndian(batch.AsSpan(at));
        int[] others = [now + 1, now - 1, -now, 0, -1, int.MaxValue, int.MinValue, random.Next()];
        var other = others[random.Next(others.Length)];
        return other == now ? now + 1 : other;
    }
}
