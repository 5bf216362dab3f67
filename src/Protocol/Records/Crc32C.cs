using System.Buffers.Binary;
using System.Numerics;

namespace KafkaGateway.Protocol.Records;

/// <summary>CRC-32C (Castagnoli) as record batches carry it, with the processor's own instruction where it has one.</summary>
public static class Crc32C
{
    /// <summary>The checksum of some octets.</summary>
    public static uint Compute(ReadOnlySpan<byte> source)
    {
        var crc = uint.MaxValue;
        while (source.Length >= 32)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(source));
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(source[8..]));
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(source[16..]));
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(source[24..]));
            source = source[32..];
        }

        while (source.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(source));
            source = source[8..];
        }

        foreach (var octet in source)
            crc = BitOperations.Crc32C(crc, octet);
        return ~crc;
    }
}
