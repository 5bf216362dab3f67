namespace KafkaGateway.Protocol;

/// <summary>
/// A walk through the tagged fields of one struct (KIP-482). Tags must ascend; what a known field's content holds must fill its stated size
/// exactly; unknown fields are skipped.
/// </summary>
public struct TagSection
{
    private readonly string _owner;
    private uint _left;
    private long _last;
    private int _end;

    internal TagSection(string owner, uint count, int position)
    {
        _owner = owner;
        _left = count;
        _last = -1;
        _end = position;
    }

    /// <summary>The tag of the field that the reader stands at.</summary>
    public readonly uint Tag => (uint)_last;

    /// <summary>Goes to the next field's content.</summary>
    /// <returns>False behind the last one.</returns>
    /// <exception cref="ProtocolException">The last field did not end where its size says, or the next one is malformed.</exception>
    public bool Next(ref KafkaReader reader)
    {
        if (reader.Position != _end)
            throw reader.Malformed(_owner, $"tagged field {_last} should end at octet {_end}");
        if (_left == 0)
            return false;

        _left--;
        var tag = reader.ReadUnsignedVarint(_owner);
        if (tag <= _last)
            throw reader.Malformed(_owner, $"tag {tag} follows tag {_last}");
        var size = reader.ReadUnsignedVarint(_owner);
        if (size > reader.Remaining)
            throw reader.Malformed(_owner, $"tagged field {tag} has {size} octets, {reader.Remaining} remain");
        _last = tag;
        _end = reader.Position + (int)size;
        return true;
    }

    /// <summary>Leaves the field that the reader stands at unread.</summary>
    public readonly void Skip(ref KafkaReader reader) => reader.Skip(_end - reader.Position, _owner);
}
