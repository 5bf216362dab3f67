using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace KafkaGateway.Protocol;

/// <summary>Kafka's 128-bit ids as <see cref="Guid"/>: 16 octets, most significant first; in text 22 characters of URL-safe base64.</summary>
public static class KafkaUuid
{
    /// <summary>Octets on the wire.</summary>
    public const int Size = 16;

    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 22;

    /// <summary>The id in the first 16 octets.</summary>
    /// <exception cref="ArgumentException">There are fewer octets.</exception>
    public static Guid Read(ReadOnlySpan<byte> source) => new(source[..Size], bigEndian: true);

    /// <summary>Writes the id into the first 16 octets.</summary>
    /// <exception cref="ArgumentException">There is no room for them.</exception>
    public static void Write(Span<byte> target, Guid id)
    {
        if (!id.TryWriteBytes(target, bigEndian: true, out _))
            throw new ArgumentException("A uuid takes 16 octets.", nameof(target));
    }

    /// <summary>The text form; all zero bits, which stand for no id, are 22 times A.</summary>
    public static string ToText(Guid id)
    {
        Span<byte> octets = stackalloc byte[Size];
        Write(octets, id);
        return Base64Url.EncodeToString(octets);
    }

    /// <summary>Understands the text form, without padding.</summary>
    /// <returns>Whether it was one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Guid id)
    {
        Span<byte> octets = stackalloc byte[Size];
        var valid = text is { Length: TextLength } &&
            Base64Url.DecodeFromChars(text, octets, out _, out var written) == OperationStatus.Done && written == Size;
        id = valid ? Read(octets) : Guid.Empty;
        return valid;
    }
}
