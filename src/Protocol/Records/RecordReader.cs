namespace KafkaGateway.Protocol.Records;

/// <summary>
/// Reads the decoded records of one batch in order, without copying or allocating. <see cref="Read"/> moves on; the other members then
/// tell about the record it moved to, until it is called again.
/// </summary>
public ref struct RecordReader
{
    private readonly RecordBatchHeader _header;
    private RecordScanner _scanner;
    private int _read;

    /// <summary>Over the records of a batch, decoded.</summary>
    public RecordReader(scoped in RecordBatchHeader header, ReadOnlySpan<byte> records)
    {
        _header = header;
        _scanner = new RecordScanner(records);
    }

    /// <summary>The record's offset minus the batch's base offset.</summary>
    public readonly int OffsetDelta => _scanner.OffsetDelta;

    /// <summary>The record's offset.</summary>
    public readonly long Offset => _header.BaseOffset + _scanner.OffsetDelta;

    /// <summary>The record's timestamp in ms since 1970, -1 for none; the append time where the broker set it.</summary>
    public readonly long Timestamp => _header.TimestampOf(_scanner.TimestampDelta);

    /// <summary>Whether there is no key, which is not the same as an empty one.</summary>
    public readonly bool KeyIsNull => _scanner.KeyLength < 0;

    /// <summary>The key, empty where it is null.</summary>
    public readonly ReadOnlySpan<byte> Key => _scanner.Key;

    /// <summary>Whether there is no value: a tombstone.</summary>
    public readonly bool ValueIsNull => _scanner.ValueLength < 0;

    /// <summary>The value, empty where it is null.</summary>
    public readonly ReadOnlySpan<byte> Value => _scanner.Value;

    /// <summary>How many headers the record has.</summary>
    public readonly int HeaderCount => _scanner.HeaderCount;

    /// <summary>Begins to read the record's headers.</summary>
    public readonly RecordHeaderReader Headers => new(_scanner.Headers, _scanner.HeaderCount);

    internal readonly ReadOnlySpan<byte> EncodedHeaders => _scanner.Headers;

    /// <summary>Moves to the next record; false after the last one.</summary>
    /// <exception cref="InvalidRecordException">The record is malformed, or the batch holds fewer records than it says.</exception>
    public bool Read()
    {
        if (_read == _header.RecordCount)
            return false;
        if (!_scanner.Read())
            throw new InvalidRecordException($"Record {_read} is malformed: {_scanner.Fault}");
        _read++;
        return true;
    }
}
