namespace KafkaGateway.Protocol;

public sealed partial class KafkaWriter
{
    /// <summary>Begins a tagged field (KIP-482), whose content follows.</summary>
    /// <returns>What <see cref="EndTag"/> wants.</returns>
    public WriterMark BeginTag(uint tag)
    {
        WriteUnsignedVarint(tag);
        // Nearly all contents are below 128 octets, so one octet is kept free for the size.
        WriteInt8(0);
        return new WriterMark(_position, Length);
    }

    /// <summary>Ends a tagged field: puts its size in front of it.</summary>
    /// <param name="start">What <see cref="BeginTag"/> gave.</param>
    public void EndTag(WriterMark start)
    {
        var size = Length - start.Length;
        var contentPosition = start.Position;
        var shift = Varint.SizeOfUnsigned((ulong)size) - 1;
        if (shift > 0)
        {
            EnsureRoom(shift);
            _buffer.AsSpan(contentPosition, _position - contentPosition).CopyTo(_buffer.AsSpan(contentPosition + shift));
            _position += shift;
            ShiftReferences(contentPosition, shift);
        }

        Varint.WriteUnsigned(_buffer.AsSpan(contentPosition - 1), (ulong)size);
    }

    /// <summary>Writes an empty tagged-field section.</summary>
    public void WriteNoTags() => WriteInt8(0);
}
