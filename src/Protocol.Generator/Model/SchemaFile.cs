namespace KafkaGateway.Protocol.Generator.Model;

/// <summary>The first line of a file.</summary>
internal sealed record Header(string Name, int? ApiKey, VersionRange Versions, int FirstFlexible, VersionRange? Deprecated);

/// <summary>A file as understood: header and messages, or the errors (then no messages).</summary>
internal sealed record SchemaFile(string Path, Header? Header, EquatableArray<Message> Messages, EquatableArray<SchemaError> Errors);

/// <summary>What is wrong with a file. Line and column begin at 0; an error without code of its own is a malformed line.</summary>
internal sealed record SchemaError(int Line, int Column, int Length, string Text);
