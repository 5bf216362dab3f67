using System.Text;
using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Admin.Produce;

/// <summary>What a line holds: a value, a key in front of it, headers in front of that; the properties and their defaults are those of Kafka's tool.</summary>
internal sealed class RecordFormat
{
    private readonly bool _hasKey;
    private readonly bool _hasHeaders;
    private readonly byte[] _keySeparator;
    private readonly byte[] _headersDelimiter;
    private readonly byte[] _headersSeparator;
    private readonly byte[] _headerKeySeparator;
    private readonly byte[]? _nullMarker;

    private RecordFormat(IReadOnlyDictionary<string, string> properties)
    {
        _hasKey = IsTrue(properties, "parse.key");
        _hasHeaders = IsTrue(properties, "parse.headers");
        _keySeparator = Separator(properties, "key.separator", "\t");
        _headersDelimiter = Separator(properties, "headers.delimiter", "\t");
        _headersSeparator = Separator(properties, "headers.separator", ",");
        _headerKeySeparator = Separator(properties, "headers.key.separator", ":");
        _nullMarker = properties.ContainsKey("null.marker") ? Separator(properties, "null.marker", "") : null;
    }

    /// <summary>The names known.</summary>
    public static IReadOnlyList<string> Properties { get; } =
        ["parse.key", "key.separator", "parse.headers", "headers.delimiter", "headers.separator", "headers.key.separator", "null.marker"];

    public static RecordFormat From(IReadOnlyDictionary<string, string> properties) => new(properties);

    /// <summary>Takes a line apart.</summary>
    /// <exception cref="AdminException">It lacks a separator.</exception>
    public InputRecord Parse(ReadOnlyMemory<byte> line, long number)
    {
        IReadOnlyList<RecordHeader> headers = [];
        if (_hasHeaders)
        {
            var (text, rest) = Split(line, _headersDelimiter) ?? throw Missing("headers.delimiter", number);
            headers = Null(text) is null ? [] : [.. Headers(text, number)];
            line = rest;
        }

        if (!_hasKey)
            return new InputRecord(null, Null(line), headers);
        var (key, value) = Split(line, _keySeparator) ?? throw Missing("key.separator", number);
        return new InputRecord(Null(key), Null(value), headers);
    }

    private IEnumerable<RecordHeader> Headers(ReadOnlyMemory<byte> text, long number)
    {
        for (ReadOnlyMemory<byte>? rest = text; rest is { IsEmpty: false } some;)
        {
            var (header, others) = Split(some, _headersSeparator) is { } parts ? (parts.Before, (ReadOnlyMemory<byte>?)parts.After) : (some, null);
            var (key, value) = Split(header, _headerKeySeparator) ?? throw Missing("headers.key.separator", number);
            yield return new RecordHeader(Encoding.UTF8.GetString(key.Span), Null(value));
            rest = others;
        }
    }

    // A bare null would become an empty array's memory.
    private ReadOnlyMemory<byte>? Null(ReadOnlyMemory<byte> field) => _nullMarker is not null && field.Span.SequenceEqual(_nullMarker)
        ? default(ReadOnlyMemory<byte>?)
        : field;

    private static (ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After)? Split(ReadOnlyMemory<byte> text, byte[] separator) =>
        text.Span.IndexOf(separator) is var at and >= 0 ? (text[..at], text[(at + separator.Length)..]) : null;

    private static byte[] Separator(IReadOnlyDictionary<string, string> properties, string name, string byDefault)
    {
        var text = properties.GetValueOrDefault(name, byDefault);
        return text.Length > 0 || name == "null.marker" ? Encoding.UTF8.GetBytes(text) : throw new AdminException($"--property {name} is empty");
    }

    private static bool IsTrue(IReadOnlyDictionary<string, string> properties, string name) =>
        properties.GetValueOrDefault(name, "false") switch
        {
            "true" => true,
            "false" => false,
            var other => throw new AdminException($"--property {name} is true or false, not '{other}'"),
        };

    private static AdminException Missing(string separator, long number) => new($"line {number} has no {separator}");
}

/// <summary>A record to be written.</summary>
internal readonly record struct InputRecord(ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, IReadOnlyList<RecordHeader> Headers)
{
    // Lengths, deltas and attributes, at their greatest.
    private const int LargestFraming = 32;

    /// <summary>About how many octets it takes in a batch.</summary>
    public int SizeInBytes =>
        LargestFraming + (Key?.Length ?? 0) + (Value?.Length ?? 0)
        + Headers.Sum(header => LargestFraming + (header.Key.Length * 3) + (header.Value?.Length ?? 0));
}
