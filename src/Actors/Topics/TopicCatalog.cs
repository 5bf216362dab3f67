using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Topics;

/// <summary>
/// The index of all topics, kept in memory and made again from the stored topics when it wakes up. Only the number of its awakenings is
/// stored: it is the upper half of the version, which therefore grows across them too.
/// </summary>
/// <param name="store">Where topics are stored.</param>
/// <param name="time">The clock.</param>
/// <param name="foreign">Tells which topics others have made in the storage, null where there can be none.</param>
public sealed class TopicCatalog(IStateStore store, TimeProvider time, ForeignTopicWatch? foreign = null) : ITopicCatalog
{
    private const string Kind = "topic-catalog";
    private const string Key = "activations";
    private const int ChangeBits = 32;

    private TopicCatalogSnapshot _current = TopicCatalogSnapshot.Empty;
    private TaskCompletionSource _changed = NewSignal();
    private Task? _awakening;

    /// <inheritdoc/>
    public async ValueTask<TopicCatalogSnapshot> GetAsync(long knownVersion, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        await WakeAsync();
        if (knownVersion >= _current.Version && maxWait > TimeSpan.Zero)
        {
            await _changed.Task.WaitAsync(maxWait, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return _current;
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(TopicCatalogEntry entry, CancellationToken cancellationToken)
    {
        await WakeAsync();
        if (ForeignTopicIds.Is(entry.TopicId))
        {
            Become(foreign?.Learn(_current, entry) ?? _current);
        }
        else if (_current.Find(entry.Name) != entry)
        {
            Become(_current.With(entry));
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(string name, Guid topicId, CancellationToken cancellationToken)
    {
        await WakeAsync();
        if (_current.Find(name) is { } entry && entry.TopicId == topicId)
        {
            var rest = _current.Without(entry);
            Become(foreign?.Find(name) is { } theirs ? rest.With(theirs) : rest);
        }
    }

    private async ValueTask WakeAsync()
    {
        var awakening = _awakening ??= LoadAsync();
        try
        {
            await awakening;
        }
        catch when (_awakening == awakening)
        {
            _awakening = null;
            throw;
        }
    }

    private async Task LoadAsync()
    {
        var activations = await CountActivationAsync();
        var topics = new List<TopicCatalogEntry>();
        await foreach (var state in store.ListAsync(TopicStore.Kind, CancellationToken.None))
        {
            var topic = StateCodec.Decode<TopicDescription>(state.Value);
            if (!topic.IsDeleting)
            {
                topics.Add(new TopicCatalogEntry(topic.Name, topic.TopicId, topic.PartitionCount));
            }
        }

        var own = TopicCatalogSnapshot.Create(activations << ChangeBits, topics);
        Become(foreign is null ? own : await foreign.StartAsync(own, listed => Become(listed(_current))));
    }

    private async ValueTask<long> CountActivationAsync()
    {
        while (true)
        {
            var stored = await store.ReadAsync(Kind, Key, CancellationToken.None);
            var activations = 1 + (stored is null ? 0 : StateCodec.Decode<TopicCatalogState>(stored.Value).Activations);
            try
            {
                await store.WriteAsync(
                    Kind, Key, StateCodec.Encode(new TopicCatalogState { Activations = activations }), stored?.Version ?? 0, CancellationToken.None);
                return activations;
            }
            catch (StateConflictException)
            {
                // Another owner counted its own awakening; ours comes after it.
            }
        }
    }

    private void Become(TopicCatalogSnapshot next)
    {
        if (next.Version == _current.Version)
        {
            return;
        }

        _current = next;
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
