using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>Writes the method Write.</summary>
internal sealed class WriteEmitter(CodeWriter code, Message message)
{
    public void Emit(Struct value, bool isRoot)
    {
        code.Line("/// <inheritdoc />");
        code.Open("public void Write(KafkaWriter writer, short version)");
        MethodStart.Emit(code, message, value, isRoot);
        foreach (var field in value.Fields)
            EmitRefusal(field, value);
        foreach (var field in value.Fields.Where(f => f.Tag is null))
            code.When(Versions.In(field.Versions, value.Versions), () => EmitValue(field, value));
        EmitTags(value);
        code.Close();
    }

    /// <summary>The error of a field that is set in a version without it.</summary>
    private void EmitRefusal(Field field, Struct value)
    {
        var condition = Versions.In(field.Versions, value.Versions);
        if (condition.Length == 0 || field.IsIgnorable)
            return;
        code.Line($"if ({Versions.And(Versions.Not(condition), Defaults.IsOther(field))})");
        code.Line($"    throw ProtocolException.NotInVersion({Name(field, value)}, version);");
    }

    private void EmitTags(Struct value)
    {
        var flexible = Versions.Flexible(value.Versions, message.FirstFlexible);
        if (flexible == "false")
            return;
        code.When(flexible == "true" ? "" : flexible, () =>
        {
            var tagged = value.Fields.Where(f => f.Tag is not null).OrderBy(f => f.Tag).ToList();
            if (tagged.Count == 0)
            {
                code.Line("writer.WriteNoTags();");
                return;
            }

            code.Line("var tags = 0U;");
            foreach (var field in tagged)
                code.When(IsWritten(field, value), () => code.Line("tags++;"));
            code.Line("writer.WriteUnsignedVarint(tags);");
            foreach (var field in tagged)
                code.When(IsWritten(field, value), () => EmitTag(field, value));
        });
    }

    private static string IsWritten(Field field, Struct value) =>
        Versions.And(Versions.In(field.Versions, value.Versions), Defaults.IsOther(field));

    private void EmitTag(Field field, Struct value)
    {
        code.Line($"var start = writer.BeginTag({field.Tag});");
        EmitValue(field, value);
        code.Line("writer.EndTag(start);");
    }

    private void EmitValue(Field field, Struct value)
    {
        if (field.Type.IsArray)
            EmitArray(field, value);
        else if (field.Type.IsStruct)
            EmitStruct(field, value);
        else if (!field.Type.CanBeNull)
            code.Line($"writer.Write{Types.Verb(field)}({field.Name});");
        else
            EmitNullable(field, value);
    }

    private void EmitNullable(Field field, Struct value)
    {
        var verb = Types.Verb(field);
        var name = field.Type.Base == BaseType.String || field.IsNullable ? $", {Name(field, value)}" : "";
        var required = $"writer.Write{verb}({field.Name}, {Compact(field)}{name});";
        if (!field.IsNullable)
        {
            code.Line(required);
            return;
        }

        var nullableName = field.Type.Base == BaseType.String ? name : "";
        var nullable = $"writer.WriteNullable{verb}({field.Name}, {Compact(field)}{nullableName});";
        var condition = Versions.In(field.Nullable, field.Versions);
        if (condition.Length == 0)
        {
            code.Line(nullable);
            return;
        }

        code.Line($"if ({condition})");
        code.Line($"    {nullable}");
        code.Line("else");
        code.Line($"    {required}");
    }

    private void EmitArray(Field field, Struct value)
    {
        var storage = Types.Storage(field);
        EmitNullCheck(field, value);
        code.Line($"writer.WriteArrayCount({storage}?.Count ?? {(field.IsNullable ? "-1" : "0")}, {Compact(field)});");
        code.Block($"if ({storage} is not null)", () =>
            code.Block($"foreach (var element in {storage})", () => code.Line(WriteElement(field, value))));
    }

    private string WriteElement(Field field, Struct value)
    {
        var element = field.Type.Element;
        if (element.IsStruct)
            return "element.Write(writer, version);";
        var verb = Types.Verb(element.Base);
        if (!element.CanBeNull)
            return $"writer.Write{verb}(element);";
        var name = element.Base == BaseType.String ? $", {Name(field, value)}" : "";
        return $"writer.Write{verb}(element, {Compact(field)}{name});";
    }

    private void EmitStruct(Field field, Struct value)
    {
        var storage = Types.Storage(field);
        if (!field.IsNullable)
        {
            // The property, not its storage: a struct of defaults is written when none was set.
            code.Line($"{field.Name}.Write(writer, version);");
            return;
        }

        EmitNullCheck(field, value);
        var isNullable = Versions.In(field.Nullable, field.Versions);
        code.When(isNullable, () => code.Line($"writer.WriteStructMarker({storage} is not null);"));
        code.Line($"{storage}?.Write(writer, version);");
    }

    private void EmitNullCheck(Field field, Struct value)
    {
        if (!field.IsNullable)
            return;
        var condition = Versions.In(field.Nullable, field.Versions);
        if (condition.Length == 0)
            return;
        code.Line($"if ({Versions.And(Versions.Not(condition), $"{Types.Storage(field)} is null")})");
        code.Line($"    throw ProtocolException.NullNotAllowed({Name(field, value)});");
    }

    private string Compact(Field field) =>
        field.IsInflexible ? "false" : Versions.Flexible(field.Versions, message.FirstFlexible);

    private static string Name(Field field, Struct value) => $"\"{value.ClassName}.{field.Name}\"";
}
