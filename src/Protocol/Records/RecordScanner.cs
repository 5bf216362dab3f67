using System.Runtime.CompilerServices;
using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Protocol.Records;

/// <summary>
/// Walks over records and checks that each is built as the format says and ends where its length says. It sees the records through a
/// window, which is all of them where they are not compressed, else one decoded piece after another; keys and values are only stepped over.
/// </summary>
internal ref struct RecordScanner
{
    private readonly BlockDecoder? _source;
    private readonly long _limit;
    private ReadOnlySpan<byte> _window;
    private long _before;
    private int _position;

    /// <summary>Over records that lie in memory as a whole.</summary>
    public RecordScanner(ReadOnlySpan<byte> records) => _window = records;

    /// <summary>Over records as they are decoded, which throws <see cref="DecompressionLimitException"/> beyond a limit in octets.</summary>
    public RecordScanner(BlockDecoder source, long limit)
    {
        _source = source;
        _limit = limit;
    }

    /// <summary>What is wrong with the record that could not be read, else null.</summary>
    public string? Fault { get; private set; }

    public int OffsetDelta { get; private set; }

    public long TimestampDelta { get; private set; }

    /// <summary>-1 for null.</summary>
    public int KeyLength { get; private set; }

    /// <summary>-1 for null.</summary>
    public int ValueLength { get; private set; }

    public int HeaderCount { get; private set; }

    /// <summary>Octets gone over so far.</summary>
    public readonly long Consumed => _before + _position;

    /// <summary>The key, where all records lie in memory.</summary>
    public readonly ReadOnlySpan<byte> Key => _window.Slice(_keyStart, Math.Max(KeyLength, 0));

    /// <summary>The value, where all records lie in memory.</summary>
    public readonly ReadOnlySpan<byte> Value => _window.Slice(_valueStart, Math.Max(ValueLength, 0));

    /// <summary>The headers as they are encoded, without their count, where all records lie in memory.</summary>
    public readonly ReadOnlySpan<byte> Headers => _window[_headersStart.._position];

    private int _keyStart;
    private int _valueStart;
    private int _headersStart;

    /// <summary>Whether nothing is left. A decoder has then checked its own end marks.</summary>
    public bool AtEnd() => _position == _window.Length && !Refill();

    /// <summary>Reads the next record; false with <see cref="Fault"/> set where there is none, or a broken one.</summary>
    public bool Read()
    {
        if (!TryVarint(out var length))
            return Fail("the batch ends before its last record");
        var end = Consumed + length;
        if (length < 0 || (_source is null && length > _window.Length - _position))
            return Fail("the record's length goes beyond the batch");
        if (!TryByte(out _) || !TryVarlong(out var timestampDelta) || !TryVarint(out var offsetDelta))
            return Fail("the record's fixed fields are cut or malformed");
        TimestampDelta = timestampDelta;
        OffsetDelta = offsetDelta;
        if (!TryVarint(out var keyLength) || !TrySkip(keyLength, end, out _keyStart))
            return Fail("the key's length goes beyond the record");
        KeyLength = keyLength;
        if (!TryVarint(out var valueLength) || !TrySkip(valueLength, end, out _valueStart))
            return Fail("the value's length goes beyond the record");
        ValueLength = valueLength;
        if (!TryVarint(out var headerCount) || headerCount < 0 || headerCount > end - Consumed)
            return Fail("the header count goes beyond the record");
        HeaderCount = headerCount;
        _headersStart = _position;
        for (var i = 0; i < headerCount; i++)
        {
            if (!TryVarint(out var nameLength) || nameLength < 0 || !TrySkip(nameLength, end, out _))
                return Fail("a header's key is null or goes beyond the record");
            if (!TryVarint(out var contentLength) || !TrySkip(contentLength, end, out _))
                return Fail("a header's value goes beyond the record");
        }

        return Consumed == end || Fail("the record's fields do not fill its length");
    }

    private bool Fail(string fault)
    {
        Fault = fault;
        return false;
    }

    /// <summary>Steps over a field; null (-1) takes no octets.</summary>
    private bool TrySkip(int length, long end, out int start)
    {
        start = _position;
        if (length <= 0)
            return length >= -1;
        if (length > end - Consumed)
            return false;
        if (length <= _window.Length - _position)
        {
            _position += length;
            return true;
        }

        return TrySkipFar(length);
    }

    private bool TrySkipFar(int length)
    {
        while (length > _window.Length - _position)
        {
            length -= _window.Length - _position;
            if (!Refill())
                return false;
        }

        _position += length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryVarint(out int value)
    {
        var size = Varint.Read(_window[_position..], out value);
        _position += size;
        return size != 0 || TrySplitVarint(out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryVarlong(out long value)
    {
        var size = Varint.Read(_window[_position..], out value);
        _position += size;
        return size != 0 || TrySplit(Varint.MaxSize64, out value);
    }

    private bool TrySplitVarint(out int value)
    {
        var whole = TrySplit(Varint.MaxSize32, out var number);
        value = (int)number;
        return whole && number == value;
    }

    /// <summary>A number that the window's end cuts in two.</summary>
    private bool TrySplit(int most, out long value)
    {
        Span<byte> gathered = stackalloc byte[Varint.MaxSize64];
        for (var i = 0; i < most && TryByte(out gathered[i]); i++)
        {
            if (gathered[i] < 0x80)
                return Varint.Read(gathered[..(i + 1)], out value) != 0;
        }

        value = 0;
        return false;
    }

    private bool TryByte(out byte value)
    {
        if (_position == _window.Length && !Refill())
        {
            value = 0;
            return false;
        }

        value = _window[_position++];
        return true;
    }

    private bool Refill()
    {
        if (_source is null)
            return false;
        _before += _window.Length;
        _position = 0;
        _window = _source.Next();
        if (_before + _window.Length > _limit)
            throw new DecompressionLimitException(_limit);
        return !_window.IsEmpty;
    }
}
