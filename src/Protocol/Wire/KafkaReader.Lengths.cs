using System.Text;
using System.Text.Unicode;

namespace KafkaGateway.Protocol;

public ref partial struct KafkaReader
{
    private const int MaxStringLength = short.MaxValue;

    /// <summary>Reads a string.</summary>
    /// <param name="compact">Whether the length is a varint (flexible versions).</param>
    /// <param name="field">What an exception names.</param>
    public string ReadString(bool compact, string field = "string") => ReadNullableString(compact, field) ?? throw Null(field);

    /// <summary>Reads a string or null.</summary>
    public string? ReadNullableString(bool compact, string field = "string")
    {
        var length = compact ? ReadCompactLength(field) : ReadInt16(field);
        if (length <= 0)
            return length == 0 ? "" : length == -1 ? null : throw Malformed(field, $"its length is {length}");
        if (length > MaxStringLength)
            throw Malformed(field, $"a string of {length} octets is longer than {MaxStringLength}");

        var octets = Take(length, field);
        if (!Utf8.IsValid(octets))
            throw Malformed(field, "it is not UTF-8");
        return Encoding.UTF8.GetString(octets);
    }

    /// <summary>Reads the count of an array, and checks it against what remains of the frame and of its element limit.</summary>
    /// <param name="compact">Whether the count is a varint (flexible versions).</param>
    /// <param name="leastSize">The fewest octets that one element takes.</param>
    /// <param name="field">What an exception names.</param>
    public int ReadArrayCount(bool compact, int leastSize, string field = "array")
    {
        var count = ReadNullableArrayCount(compact, leastSize, field);
        return count >= 0 ? count : throw Null(field);
    }

    /// <summary>As <see cref="ReadArrayCount"/>, but -1 for null.</summary>
    public int ReadNullableArrayCount(bool compact, int leastSize, string field = "array")
    {
        var count = ReadLength(compact, field);
        if (count <= 0)
            return count;
        if ((long)count * leastSize > Remaining)
            throw Malformed(field, $"{count} elements of at least {leastSize} octets, {Remaining} octets remain");
        if (count > _maxElements - _elements)
            throw Malformed(field, $"{count} elements on top of {_elements} exceed the limit of {_maxElements}");
        _elements += count;
        return count;
    }

    /// <summary>Enters the tagged fields of a struct.</summary>
    public TagSection ReadTags(string owner)
    {
        var count = ReadUnsignedVarint(owner);
        if (count > (uint)Remaining / 2)
            throw Malformed(owner, $"{count} tagged fields, {Remaining} octets remain");
        return new TagSection(owner, count, _position);
    }

    /// <summary>Passes over the tagged fields of a struct, none of which is known.</summary>
    public void SkipTags(string owner)
    {
        var tags = ReadTags(owner);
        while (tags.Next(ref this))
            tags.Skip(ref this);
    }

    private int ReadLength(bool compact, string field)
    {
        if (compact)
            return ReadCompactLength(field);
        var length = ReadInt32(field);
        return length >= -1 ? length : throw Malformed(field, $"its length is {length}");
    }

    private int ReadCompactLength(string field)
    {
        var lengthPlusOne = ReadUnsignedVarint(field);
        return lengthPlusOne <= int.MaxValue ? (int)lengthPlusOne - 1 : throw Malformed(field, $"its length is {lengthPlusOne - 1}");
    }
}
