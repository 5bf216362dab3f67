namespace KafkaGateway.Protocol.Generator.Model;

internal enum DefaultKind
{
    Unset,
    Null,
    Boolean,
    Integer,
    Text,
}

/// <summary>The default that a field is given; Text is the literal as written, without quotes.</summary>
internal readonly record struct DefaultValue(DefaultKind Kind, string Text)
{
    public static DefaultValue Unset => new(DefaultKind.Unset, "");
}
