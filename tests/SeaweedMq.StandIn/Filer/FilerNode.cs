using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>An entry and, below a folder, its children in the order of their names.</summary>
internal sealed class FilerNode(Entry entry)
{
    public Entry Entry { get; set; } = entry;

    public SortedDictionary<string, FilerNode> Children { get; } = new(StringComparer.Ordinal);
}
