namespace KafkaGateway.Protocol.Records;

/// <summary>A key or value, which may be null and is then not empty.</summary>
internal readonly ref struct OptionalBytes
{
    public OptionalBytes(ReadOnlySpan<byte> present) : this(present, present.Length)
    {
    }

    public OptionalBytes(ReadOnlySpan<byte> bytes, bool isNull) : this(bytes, isNull ? -1 : bytes.Length)
    {
    }

    private OptionalBytes(ReadOnlySpan<byte> span, int length)
    {
        Span = span;
        Length = length;
    }

    public static OptionalBytes Null => new(default, -1);

    public ReadOnlySpan<byte> Span { get; }

    /// <summary>-1 for null, as it is written.</summary>
    public int Length { get; }

    public bool IsNull => Length < 0;

    /// <summary>Octets with the varint length in front.</summary>
    public int EncodedSize => Varint.SizeOf(Length) + Span.Length;
}
