using System.Buffers.Binary;
using System.Text;

namespace KafkaGateway.Storage.Local.Files;

/// <summary>Reads what <see cref="ByteScribe"/> wrote; running out of bytes is an <see cref="ArgumentOutOfRangeException"/>.</summary>
internal ref struct ByteScanner(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Bytes(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Bytes(sizeof(int)));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Bytes(sizeof(long)));

    public string Text() => Encoding.UTF8.GetString(Bytes(Int32()));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
