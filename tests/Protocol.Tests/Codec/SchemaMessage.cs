using KafkaGateway.Protocol.Generator.Binding;
using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Tests.Codec;

/// <summary>A generated class beside the schema that it was generated from.</summary>
internal sealed record SchemaMessage(Message Schema, Type Type)
{
    public static IReadOnlyList<SchemaMessage> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Schemas"), "*.kafka").Order(StringComparer.Ordinal).SelectMany(Load)];

    public string Name => Schema.Root.ClassName;

    public IEnumerable<short> Versions => Enumerable.Range(Schema.Versions.Low, Schema.Versions.High - Schema.Versions.Low + 1).Select(v => (short)v);

    public static SchemaMessage Find(string name) => All.Single(m => m.Name == name);

    public IKafkaMessage New() => (IKafkaMessage)Activator.CreateInstance(Type)!;

    public Type TypeOf(Struct value) => value == Schema.Root ? Type : Type.GetNestedType(value.ClassName)!;

    private static IEnumerable<SchemaMessage> Load(string path)
    {
        var file = SchemaReader.Read(path, File.ReadAllText(path));
        Assert.Empty(file.Errors);
        return file.Messages.Select(message => new SchemaMessage(message, TypeOf(message.Root.ClassName)));
    }

    private static Type TypeOf(string name) =>
        typeof(KafkaApis).Assembly.GetType($"KafkaGateway.Protocol.Messages.{name}") ??
        Type.GetType($"KafkaGateway.Contracts.Messages.{name}, KafkaGateway.Contracts") ??
        typeof(SchemaMessage).Assembly.GetType($"KafkaGateway.Protocol.Tests.Messages.{name}", throwOnError: true)!;
}
