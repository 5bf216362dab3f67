using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;
using KafkaGateway.Protocol.Generator.Parsing;

namespace KafkaGateway.Protocol.Generator.Binding;

/// <summary>From a file's text to its messages, or to what is wrong with it.</summary>
internal static class SchemaReader
{
    public static SchemaFile Read(string path, string text)
    {
        try
        {
            var file = FileParser.Parse(text);
            var messages = file.Sections.Select(section => MessageBinder.Bind(file.Header, section)).ToEquatable();
            return new SchemaFile(path, file.Header, messages, EquatableArray<SchemaError>.Empty);
        }
        catch (SchemaException e)
        {
            return new SchemaFile(path, null, EquatableArray<Message>.Empty, new[] { e.Error }.ToEquatable());
        }
    }
}
