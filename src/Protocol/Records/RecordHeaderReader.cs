namespace KafkaGateway.Protocol.Records;

/// <summary>Reads the headers of one record in order (KIP-82).</summary>
public ref struct RecordHeaderReader
{
    private ReadOnlySpan<byte> _rest;
    private int _left;

    internal RecordHeaderReader(ReadOnlySpan<byte> headers, int count)
    {
        _rest = headers;
        _left = count;
    }

    /// <summary>The header's key, UTF-8 as the producer wrote it.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Whether there is no value, which is not the same as an empty one.</summary>
    public bool ValueIsNull { get; private set; }

    /// <summary>The header's value, empty where it is null.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Moves to the next header; false after the last one.</summary>
    public bool Read()
    {
        if (_left == 0)
            return false;
        _left--;
        Key = Take(out _);
        Value = Take(out var length);
        ValueIsNull = length < 0;
        return true;
    }

    private ReadOnlySpan<byte> Take(out int length)
    {
        _rest = _rest[Varint.Read(_rest, out length)..];
        var field = _rest[..Math.Max(length, 0)];
        _rest = _rest[field.Length..];
        return field;
    }
}
