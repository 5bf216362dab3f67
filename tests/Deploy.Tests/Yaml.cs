using YamlDotNet.RepresentationModel;

namespace KafkaGateway.Deploy.Tests;

/// <summary>YAML as a tree that is asked by paths.</summary>
internal static class Yaml
{
    /// <summary>The documents of a text, without empty ones; anchors and merges are resolved.</summary>
    public static IReadOnlyList<YamlNode> Documents(string text)
    {
        using var reader = new StringReader(text);
        var stream = new YamlStream();
        stream.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(reader)));
        return [.. stream.Documents.Select(document => document.RootNode).Where(root => root is YamlMappingNode)];
    }

    /// <summary>What lies at a path of keys; null where nothing does.</summary>
    public static YamlNode? At(this YamlNode node, params string[] path) => path.Aggregate<string, YamlNode?>(
        node, (at, key) => at is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var child) ? child : null);

    /// <summary>The text at a path of keys; null where there is none.</summary>
    public static string? TextAt(this YamlNode node, params string[] path) => (node.At(path) as YamlScalarNode)?.Value;

    /// <summary>The elements of the list at a path; none where there is no list.</summary>
    public static IEnumerable<YamlNode> ListAt(this YamlNode node, params string[] path) => node.At(path) is YamlSequenceNode list ? list.Children : [];

    /// <summary>The entries of the mapping at a path; none where there is no mapping.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> EntriesAt(this YamlNode node, params string[] path) =>
        node.At(path) is YamlMappingNode mapping ? mapping.Children.Select(entry => (((YamlScalarNode)entry.Key).Value!, entry.Value)) : [];

    /// <summary>Whether a mapping has all entries of another.</summary>
    public static bool Holds(this YamlNode mapping, YamlNode other) => other.EntriesAt().All(entry => Equals(mapping.At(entry.Key), entry.Value));
}
