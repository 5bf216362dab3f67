using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Topics;

/// <summary>
/// Looks every few seconds which topics others have made in the storage, and puts them into the catalog. Where a topic of ours has the same name it is
/// ours that is listed.
/// </summary>
/// <param name="foreign">The storage.</param>
/// <param name="turns">Runs later looks.</param>
/// <param name="logger">For what operators should see.</param>
public sealed class ForeignTopicWatch(IForeignTopics foreign, ITurnScheduler turns, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private Dictionary<string, TopicCatalogEntry> _known = new(StringComparer.Ordinal);
    private bool _fails;

    /// <summary>The topic of others under that name, listed or hidden by one of ours; null where there is none.</summary>
    public TopicCatalogEntry? Find(string name) => _known.GetValueOrDefault(name);

    /// <summary>The catalog with what there is now, and from now on calls back with each change to make to it.</summary>
    public async ValueTask<TopicCatalogSnapshot> StartAsync(TopicCatalogSnapshot own, Action<Func<TopicCatalogSnapshot, TopicCatalogSnapshot>> change)
    {
        var listed = await ListAsync();
        Schedule(change);
        return listed is null ? own : Learn(own, listed);
    }

    /// <summary>The catalog with one that somebody has come across.</summary>
    public TopicCatalogSnapshot Learn(TopicCatalogSnapshot catalog, TopicCatalogEntry entry) =>
        Learn(catalog, [.. _known.Values.Where(known => known.Name != entry.Name), entry]);

    private TopicCatalogSnapshot Learn(TopicCatalogSnapshot catalog, IEnumerable<TopicCatalogEntry> listed)
    {
        var former = _known;
        _known = listed.Where(entry => TopicName.Check(entry.Name) is null).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (var gone in former.Values.Where(entry => Find(entry.Name) != entry && catalog.Find(entry.Name) == entry))
        {
            catalog = catalog.Without(gone);
        }

        foreach (var entry in _known.Values)
        {
            if (catalog.Find(entry.Name) is not { } there)
            {
                catalog = catalog.With(entry);
            }
            else if (there != entry && _hidden.Add(entry.Name))
            {
                TopicLogMessages.ForeignTopicHidden(logger, entry.Name);
            }
        }

        return catalog;
    }

    private void Schedule(Action<Func<TopicCatalogSnapshot, TopicCatalogSnapshot>> change) => turns.Schedule(LookEvery, async () =>
    {
        if (await ListAsync() is { } listed)
        {
            change(catalog => Learn(catalog, listed));
        }

        Schedule(change);
    });

    private async ValueTask<IReadOnlyList<TopicCatalogEntry>?> ListAsync()
    {
        try
        {
            var listed = await foreign.ListAsync(CancellationToken.None);
            _fails = false;
            return listed;
        }
        catch (StorageException failure)
        {
            if (!_fails)
            {
                TopicLogMessages.ForeignTopicsNotListed(logger, failure.Message);
            }

            _fails = true;
            return null;
        }
    }
}
