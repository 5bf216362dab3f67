using System.Collections.Immutable;

namespace KafkaGateway.Contracts;

/// <summary>One topic as the catalog lists it.</summary>
public sealed record TopicCatalogEntry(string Name, Guid TopicId, int PartitionCount)
{
    /// <summary>The key of one of its partitions; the index is not checked.</summary>
    public PartitionKey Partition(int index) => new(Name, TopicId, index);
}

/// <summary>All topics at one version of the catalog. Immutable, so that it may be shared and kept.</summary>
public sealed class TopicCatalogSnapshot
{
    private readonly ImmutableSortedDictionary<string, TopicCatalogEntry> _byName;
    private readonly ImmutableDictionary<Guid, TopicCatalogEntry> _byId;

    private TopicCatalogSnapshot(
        long version, ImmutableSortedDictionary<string, TopicCatalogEntry> byName, ImmutableDictionary<Guid, TopicCatalogEntry> byId)
    {
        Version = version;
        _byName = byName;
        _byId = byId;
    }

    /// <summary>No topics, version 0.</summary>
    public static TopicCatalogSnapshot Empty { get; } = new(
        0, ImmutableSortedDictionary.Create<string, TopicCatalogEntry>(StringComparer.Ordinal), ImmutableDictionary<Guid, TopicCatalogEntry>.Empty);

    /// <summary>These topics, under a version to go on from.</summary>
    public static TopicCatalogSnapshot Create(long version, IReadOnlyCollection<TopicCatalogEntry> entries) => new(
        version,
        entries.ToImmutableSortedDictionary(entry => entry.Name, entry => entry, StringComparer.Ordinal),
        entries.ToImmutableDictionary(entry => entry.TopicId));

    /// <summary>Grows by one with every change.</summary>
    public long Version { get; }

    /// <summary>All topics in ordinal order of their names.</summary>
    public IEnumerable<TopicCatalogEntry> Topics => _byName.Values;

    /// <summary>How many topics there are.</summary>
    public int Count => _byName.Count;

    /// <summary>The topic of that name, or null.</summary>
    public TopicCatalogEntry? Find(string? name) => name is not null && _byName.TryGetValue(name, out var entry) ? entry : null;

    /// <summary>The topic with that id, or null.</summary>
    public TopicCatalogEntry? Find(Guid topicId) => _byId.GetValueOrDefault(topicId);

    /// <summary>The topics from a name on (inclusive), in order: for paged listings.</summary>
    public IEnumerable<TopicCatalogEntry> From(string name) =>
        _byName.Values.SkipWhile(entry => string.CompareOrdinal(entry.Name, name) < 0);

    /// <summary>The catalog with one topic added or replaced.</summary>
    public TopicCatalogSnapshot With(TopicCatalogEntry entry)
    {
        var byId = Find(entry.Name) is { } old ? _byId.Remove(old.TopicId) : _byId;
        return new(Version + 1, _byName.SetItem(entry.Name, entry), byId.SetItem(entry.TopicId, entry));
    }

    /// <summary>The catalog without one topic.</summary>
    public TopicCatalogSnapshot Without(TopicCatalogEntry entry) =>
        new(Version + 1, _byName.Remove(entry.Name), _byId.Remove(entry.TopicId));
}
