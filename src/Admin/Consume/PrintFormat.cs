using System.Buffers;
using System.Text;
using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Admin.Consume;

/// <summary>
/// A record as a line; the properties, their defaults and the order of the parts are those of Kafka's tool. Keys and values are printed octet by octet.
/// </summary>
internal sealed class PrintFormat
{
    private readonly IReadOnlyDictionary<string, string> _properties;
    private readonly byte[] _separator;
    private readonly byte[] _lineSeparator;
    private readonly byte[] _headersSeparator;
    private readonly byte[] _null;

    private PrintFormat(IReadOnlyDictionary<string, string> properties)
    {
        _properties = properties;
        _separator = Octets("key.separator", "\t");
        _lineSeparator = Octets("line.separator", "\n");
        _headersSeparator = Octets("headers.separator", ",");
        _null = Octets("null.literal", "null");
    }

    /// <summary>The names known.</summary>
    public static IReadOnlyList<string> Properties { get; } =
    [
        "print.timestamp", "print.partition", "print.offset", "print.headers", "print.key", "print.value",
        "key.separator", "line.separator", "headers.separator", "null.literal",
    ];

    public static PrintFormat From(IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (name, value) in properties.Where(property => property.Key.StartsWith("print.", StringComparison.Ordinal)))
        {
            if (value is not ("true" or "false"))
                throw new AdminException($"--property {name} is true or false, not '{value}'");
        }

        return new PrintFormat(properties);
    }

    public void Write(IBufferWriter<byte> line, ConsumedRecord record)
    {
        var parts = Parts(record).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
                line.Write(_separator);
            line.Write(parts[i]);
        }

        line.Write(_lineSeparator);
    }

    private IEnumerable<byte[]> Parts(ConsumedRecord record)
    {
        if (IsOn("print.timestamp"))
            yield return Text(record.TimestampMs < 0 ? "NO_TIMESTAMP" : $"{record.TimestampType}:{record.TimestampMs}");
        if (IsOn("print.partition"))
            yield return Text($"Partition:{record.Partition}");
        if (IsOn("print.offset"))
            yield return Text($"Offset:{record.Offset}");
        if (IsOn("print.headers"))
            yield return Headers(record.Headers);
        if (IsOn("print.key"))
            yield return record.Key ?? _null;
        if (IsOn("print.value", byDefault: true))
            yield return record.Value ?? _null;
    }

    private byte[] Headers(IReadOnlyList<RecordHeader> headers)
    {
        if (headers.Count == 0)
            return Text("NO_HEADERS");
        var text = new ArrayBufferWriter<byte>();
        foreach (var (index, header) in headers.Index())
        {
            if (index > 0)
                text.Write(_headersSeparator);
            text.Write(Text($"{header.Key}:"));
            text.Write(header.Value is { } value ? value.Span : _null);
        }

        return text.WrittenSpan.ToArray();
    }

    private bool IsOn(string name, bool byDefault = false) => _properties.TryGetValue(name, out var value) ? value == "true" : byDefault;

    private byte[] Octets(string name, string byDefault) => Text(_properties.GetValueOrDefault(name, byDefault));

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
