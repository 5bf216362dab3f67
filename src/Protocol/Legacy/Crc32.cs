using System.Buffers.Binary;

namespace KafkaGateway.Protocol.Legacy;

/// <summary>CRC-32 (IEEE, as zlib) of messages of magic 0 and 1, eight octets a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    // Tables[256 * n + octet]: what an octet does to the checksum n octets later.
    private static readonly uint[] Tables = MakeTables();

    public static uint Compute(ReadOnlySpan<byte> source)
    {
        var crc = uint.MaxValue;
        ReadOnlySpan<uint> tables = Tables;
        for (; source.Length >= Slices; source = source[Slices..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(source);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
            crc = tables[(7 * 256) + (int)(low & 255)] ^ tables[(6 * 256) + (int)((low >> 8) & 255)]
                ^ tables[(5 * 256) + (int)((low >> 16) & 255)] ^ tables[(4 * 256) + (int)(low >> 24)]
                ^ tables[(3 * 256) + (int)(high & 255)] ^ tables[(2 * 256) + (int)((high >> 8) & 255)]
                ^ tables[256 + (int)((high >> 16) & 255)] ^ tables[(int)(high >> 24)];
        }

        foreach (var octet in source)
            crc = (crc >> 8) ^ tables[(int)((crc ^ octet) & 255)];
        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[Slices * 256];
        for (var octet = 0u; octet < 256; octet++)
        {
            var crc = octet;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            tables[octet] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
            tables[i] = (tables[i - 256] >> 8) ^ tables[(int)(tables[i - 256] & 255)];
        return tables;
    }
}
