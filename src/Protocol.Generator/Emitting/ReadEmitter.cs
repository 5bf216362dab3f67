using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>Writes the method Read.</summary>
internal sealed class ReadEmitter(CodeWriter code, Message message)
{
    private readonly Types _types = new(message);
    private readonly LeastSize _leastSize = new(message);

    public void Emit(Struct value, bool isRoot)
    {
        code.Line("/// <inheritdoc />");
        code.Open("public void Read(ref KafkaReader reader, short version)");
        MethodStart.Emit(code, message, value, isRoot);
        foreach (var field in value.Fields.Where(f => f.Tag is null))
            EmitInLine(field, value);
        foreach (var field in value.Fields.Where(f => f.Tag is not null))
            EmitReset(field);
        EmitTags(value);
        code.Close();
    }

    private void EmitInLine(Field field, Struct value)
    {
        var condition = Versions.In(field.Versions, value.Versions);
        if (condition.Length == 0 && field.Type.IsArray)
        {
            // A scope of its own, because a struct has several arrays.
            code.Open();
            EmitValue(field, value);
            code.Close();
        }
        else if (condition.Length == 0)
        {
            EmitValue(field, value);
        }
        else if (field.Type.IsArray || field.Type.IsStruct)
        {
            code.Block($"if ({condition})", () => EmitValue(field, value));
            code.Block("else", () => EmitReset(field));
        }
        else
        {
            var read = ReadField(field, value);
            code.Line($"{field.Name} = {condition} ? {(read.Contains(" ? ") ? $"({read})" : read)} : {Defaults.Expression(field)};");
        }
    }

    private void EmitReset(Field field) => code.Line($"{Types.Storage(field)} = {Defaults.Expression(field)};");

    private void EmitTags(Struct value)
    {
        var flexible = Versions.Flexible(value.Versions, message.FirstFlexible);
        if (flexible == "false")
            return;
        code.When(flexible == "true" ? "" : flexible, () =>
        {
            var tagged = value.Fields.Where(f => f.Tag is not null).ToList();
            if (tagged.Count == 0)
            {
                code.Line($"reader.SkipTags(\"{value.ClassName}\");");
                return;
            }

            code.Line($"var tags = reader.ReadTags(\"{value.ClassName}\");");
            code.Open("while (tags.Next(ref reader))");
            code.Open("switch (tags.Tag)");
            foreach (var field in tagged)
                EmitTag(field, value);
            code.Line("default:");
            code.Line("    tags.Skip(ref reader);");
            code.Line("    break;");
            code.Close();
            code.Close();
        });
    }

    private void EmitTag(Field field, Struct value)
    {
        var condition = Versions.In(field.Versions, value.Versions);
        code.Line(condition.Length == 0 ? $"case {field.Tag}:" : $"case {field.Tag} when {condition}:");
        code.Open();
        EmitValue(field, value);
        code.Line("break;");
        code.Close();
    }

    private void EmitValue(Field field, Struct value)
    {
        if (field.Type.IsArray)
            EmitArray(field, value);
        else if (field.Type.IsStruct)
            EmitStruct(field, value);
        else
            code.Line($"{field.Name} = {ReadField(field, value)};");
    }

    private string ReadField(Field field, Struct value)
    {
        if (!field.Type.CanBeNull)
            return $"reader.Read{Types.Verb(field)}({Name(field, value)})";
        var arguments = $"({Compact(field)}, {Name(field, value)})";
        return WhereNullable(field, $"reader.ReadNullable{Types.Verb(field)}{arguments}", $"reader.Read{Types.Verb(field)}{arguments}");
    }

    private void EmitArray(Field field, Struct value)
    {
        var storage = Types.Storage(field);
        var element = _types.OfElement(field.Type);
        var arguments = $"({Compact(field)}, {_leastSize.Expression(field)}, {Name(field, value)})";
        var count = WhereNullable(field, $"reader.ReadNullableArrayCount{arguments}", $"reader.ReadArrayCount{arguments}");
        code.Line($"var count = {count};");
        code.Line($"var list = {(field.IsNullable ? "count < 0" : "count == 0")} ? null : new List<{element}>(count);");
        code.Block("for (var i = 0; i < count; i++)", () => EmitElement(field, value, element));
        code.Line($"{storage} = list;");
    }

    private void EmitElement(Field field, Struct value, string element)
    {
        if (field.Type.IsStruct)
        {
            code.Line($"var element = new {element}();");
            code.Line("element.Read(ref reader, version);");
            code.Line("list!.Add(element);");
            return;
        }

        var compact = field.Type.Element.CanBeNull ? Compact(field) + ", " : "";
        code.Line($"list!.Add(reader.Read{Types.Verb(field.Type.Base)}({compact}{Name(field, value)}));");
    }

    private void EmitStruct(Field field, Struct value)
    {
        var storage = Types.Storage(field);
        void EmitContent()
        {
            code.Line($"{storage} = new {_types.OfElement(field.Type)}();");
            code.Line($"{storage}.Read(ref reader, version);");
        }

        if (!field.IsNullable)
        {
            EmitContent();
            return;
        }

        var isNullable = Versions.In(field.Nullable, field.Versions);
        var marker = $"reader.ReadStructMarker({Name(field, value)})";
        code.Block($"if ({(isNullable.Length == 0 ? marker : $"!({isNullable}) || {marker}")})", EmitContent);
        code.Block("else", () => code.Line($"{storage} = null;"));
    }

    private static string WhereNullable(Field field, string nullable, string required)
    {
        if (!field.IsNullable)
            return required;
        var condition = Versions.In(field.Nullable, field.Versions);
        return condition.Length == 0 ? nullable : $"{condition} ? {nullable} : {required}";
    }

    private string Compact(Field field) =>
        field.IsInflexible ? "false" : Versions.Flexible(field.Versions, message.FirstFlexible);

    private static string Name(Field field, Struct value) => $"\"{value.ClassName}.{field.Name}\"";
}
