namespace KafkaGateway.Protocol.Generator.Model;

/// <summary>One class to generate: a request, a response or the body of a data file, with the structs nested in it.</summary>
internal sealed record Message(
    string Title,
    int? ApiKey,
    VersionRange Versions,
    int FirstFlexible,
    Struct Root,
    EquatableArray<Struct> Structs)
{
    /// <summary>Stands for no version in FirstFlexible.</summary>
    public const int NeverFlexible = short.MaxValue;

    public Struct Find(string schemaName) => Structs.First(s => s.SchemaName == schemaName);
}
