using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace KafkaGateway.Admin.Consume;

/// <summary>A record as one line of JSON. What is no UTF-8 text is given in base64, under a name that says so.</summary>
internal static class JsonFormat
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> line, ConsumedRecord record)
    {
        using (var json = new Utf8JsonWriter(line, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("partition", record.Partition);
            json.WriteNumber("offset", record.Offset);
            json.WriteNumber("timestamp", record.TimestampMs);
            json.WriteString("timestampType", record.TimestampType.ToString());
            WriteOctets(json, "key", record.Key);
            WriteOctets(json, "value", record.Value);
            json.WriteStartArray("headers");
            foreach (var header in record.Headers)
            {
                json.WriteStartObject();
                json.WriteString("key", header.Key);
                WriteOctets(json, "value", header.Value is { } value ? value.Span : default, header.Value is null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        line.Write("\n"u8);
    }

    private static void WriteOctets(Utf8JsonWriter json, string name, byte[]? octets) => WriteOctets(json, name, octets, octets is null);

    private static void WriteOctets(Utf8JsonWriter json, string name, ReadOnlySpan<byte> octets, bool isNull)
    {
        if (isNull)
            json.WriteNull(name);
        else if (Utf8.IsValid(octets))
            json.WriteString(name, octets);
        else
            json.WriteBase64String($"{name}Base64", octets);
    }
}
