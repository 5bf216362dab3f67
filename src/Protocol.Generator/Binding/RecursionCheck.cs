using KafkaGateway.Protocol.Generator.Lexing;
using KafkaGateway.Protocol.Generator.Model;
using KafkaGateway.Protocol.Generator.Parsing;

namespace KafkaGateway.Protocol.Generator.Binding;

/// <summary>A struct must not hold itself: its least size, and the depth of the reader's stack, would have no bound.</summary>
internal static class RecursionCheck
{
    public static void Run(EquatableArray<Struct> structs, SectionSyntax section)
    {
        var byName = structs.ToDictionary(s => s.SchemaName);
        foreach (var start in structs)
            Visit(start, byName, [start.SchemaName], section);
    }

    private static void Visit(Struct current, Dictionary<string, Struct> byName, HashSet<string> path, SectionSyntax section)
    {
        foreach (var name in current.Fields.Where(f => f.Type.IsStruct).Select(f => f.Type.StructName).Distinct())
        {
            if (!path.Add(name))
                throw new SchemaException(section.Defines.First(d => d.Name.Text == name).Name, $"{name} holds itself");
            Visit(byName[name], byName, path, section);
            path.Remove(name);
        }
    }
}
