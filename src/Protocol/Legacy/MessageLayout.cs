namespace KafkaGateway.Protocol.Legacy;

/// <summary>Where the fields of a message of magic 0 or 1 lie, in octets from its start.</summary>
internal static class MessageLayout
{
    public const int Size = 8;

    /// <summary>Offset and size: the size counts what follows.</summary>
    public const int LogOverhead = 12;

    public const int Crc = 12;
    public const int Magic = 16;
    public const int Attributes = 17;
    public const int Timestamp = 18;

    public const int CodecMask = 0x07;
    public const int LogAppendTime = 0x08;

    /// <summary>The key's length comes first behind the fixed fields; magic 1 has a timestamp before it.</summary>
    public static int KeyLength(byte magic) => magic == 0 ? Timestamp : Timestamp + sizeof(long);

    /// <summary>A message with null key and null value, from its CRC on.</summary>
    public static int LowestSize(byte magic) => KeyLength(magic) - LogOverhead + sizeof(int) + sizeof(int);
}
