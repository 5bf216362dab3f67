using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>The fewest octets that a value takes, by version: what an array count is checked against.</summary>
internal sealed class LeastSize(Message message)
{
    /// <summary>An expression of the least size of an array's elements.</summary>
    public string Expression(Field field)
    {
        var element = field.Type.Element;
        var sizes = Enumerable.Range(field.Versions.Low, field.Versions.High - field.Versions.Low + 1)
            .Select(version => (Version: version, Size: Of(element, isNullable: false, field.IsInflexible, version)))
            .ToList();
        // The last version of each run of equal sizes.
        var runs = sizes.Where((s, i) => i == sizes.Count - 1 || sizes[i + 1].Size != s.Size).ToList();
        if (runs.Count == 1)
            return $"{runs[0].Size}";
        var arms = runs.Select((run, i) => i == runs.Count - 1 ? $"_ => {run.Size}" : $"<= {run.Version} => {run.Size}");
        return $"version switch {{ {string.Join(", ", arms)} }}";
    }

    private int Of(Struct value, int version)
    {
        var inLine = value.Fields.Where(f => f.Tag is null && f.Versions.Contains(version));
        var tags = version >= message.FirstFlexible ? 1 : 0;
        return tags + inLine.Sum(f => Of(f.Type, f.Nullable.Contains(version), f.IsInflexible, version));
    }

    private int Of(FieldType type, bool isNullable, bool isInflexible, int version)
    {
        var isCompact = version >= message.FirstFlexible && !isInflexible;
        if (type.IsArray)
            return isCompact ? 1 : 4;
        return type.Base switch
        {
            BaseType.Bool or BaseType.Int8 => 1,
            BaseType.Int16 or BaseType.UInt16 => 2,
            BaseType.Int32 or BaseType.UInt32 => 4,
            BaseType.Int64 or BaseType.Float64 => 8,
            BaseType.Uuid => 16,
            BaseType.String => isCompact ? 1 : 2,
            BaseType.Bytes or BaseType.Records => isCompact ? 1 : 4,
            _ => isNullable ? 1 : Of(message.Find(type.StructName), version),
        };
    }
}
