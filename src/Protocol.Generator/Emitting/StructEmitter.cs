using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>Writes the members of a class: properties, Read, Write and, where a parent asks for it, IsDefault.</summary>
internal sealed class StructEmitter(CodeWriter code, Message message)
{
    private readonly Types _types = new(message);
    private readonly ReadEmitter _read = new(code, message);
    private readonly WriteEmitter _write = new(code, message);

    private readonly HashSet<string> _comparedWithDefault = [.. message.Structs.Append(message.Root)
        .SelectMany(s => s.Fields)
        .Where(f => f.Type is { IsStruct: true, IsArray: false })
        .Select(f => f.Type.StructName)];

    public void EmitMembers(Struct value, bool isRoot)
    {
        foreach (var field in value.Fields)
            EmitProperty(field, value.Versions);
        if (_comparedWithDefault.Contains(value.SchemaName))
            EmitIsDefault(value);
        _read.Emit(value, isRoot);
        code.Line();
        _write.Emit(value, isRoot);
    }

    private void EmitProperty(Field field, VersionRange parent)
    {
        var type = _types.Of(field);
        var storage = Types.Storage(field);
        if (Types.IsLazy(field))
            code.Line($"private {type}? {storage};");
        code.Doc(Describe(field, parent));
        if (Types.IsLazy(field))
        {
            code.Open($"public {type} {field.Name}");
            code.Line($"get => {storage} ??= new();");
            code.Line($"set => {storage} = value;");
            code.Close();
        }
        else
        {
            code.Line($"public {type} {field.Name} {{ get; set; }}{Defaults.Initializer(field)}");
        }

        code.Line();
    }

    private void EmitIsDefault(Struct value)
    {
        var conditions = value.Fields.Select(f => $"!({Defaults.IsOther(f)})").ToList();
        code.Line($"internal bool IsDefault => {(conditions.Count == 0 ? "true" : string.Join(" && ", conditions))};");
        code.Line();
    }

    private static string Describe(Field field, VersionRange parent)
    {
        var type = field.Type.IsStruct ? field.Type.StructName : Types.Verb(field.Type.Base).ToLowerInvariant();
        string?[] parts =
        [
            (field.Type.IsArray ? "[]" : "") + type,
            Versions.Describe(field.Versions, parent),
            field.Tag is { } tag ? $"tag {tag}" : "",
            field.IsNullable ? Versions.Describe(field.Nullable, field.Versions) is { Length: > 0 } some ? $"nullable in {some}" : "nullable" : "",
            field.Default.Kind is DefaultKind.Unset or DefaultKind.Null ? "" : $"default {field.Default.Text.Replace("&", "&amp;").Replace("<", "&lt;")}",
            field.IsKey ? "key" : "",
            field.IsIgnorable ? "ignorable" : "",
        ];
        return string.Join(", ", parts.Where(p => !string.IsNullOrEmpty(p))) + ".";
    }
}
