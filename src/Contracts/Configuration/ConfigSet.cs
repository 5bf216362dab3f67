using System.Collections.Frozen;
using System.Reflection;

namespace KafkaGateway.Contracts.Configuration;

/// <summary>All settings of one kind of thing (brokers, topics, ...), found by name.</summary>
public sealed class ConfigSet
{
    private readonly FrozenDictionary<string, ConfigDefinition> _byName;

    private ConfigSet(IEnumerable<ConfigDefinition> definitions)
    {
        All = [.. definitions.OrderBy(definition => definition.Name, StringComparer.Ordinal)];
        _byName = All.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<ConfigDefinition> All { get; }

    /// <summary>The setting of that name, or null.</summary>
    public ConfigDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The known name that looks most like a mistyped one, or null where none comes near.</summary>
    public string? Nearest(string name)
    {
        var best = All.Select(definition => (definition.Name, Distance: Distance(definition.Name, name))).MinBy(entry => entry.Distance);
        return best.Distance <= Math.Max(2, name.Length / 4) ? best.Name : null;
    }

    /// <summary>Everything that a class of declarations declares.</summary>
    internal static ConfigSet DeclaredIn(Type declarations) => new(
        declarations.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType.IsAssignableTo(typeof(ConfigDefinition)))
            .Select(property => (ConfigDefinition)property.GetValue(null)!));

    // Levenshtein's edit distance, in one row.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var substitution = diagonal + (char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substitution, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
