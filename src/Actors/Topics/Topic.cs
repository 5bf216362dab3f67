using System.Collections.Immutable;
using KafkaGateway.Actors.Configuration;
using KafkaGateway.Actors.Turns;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Topics;

/// <summary>
/// One topic, existing or not. What is stored is the truth; the catalog and the partitions are told after the write, and told again where
/// this actor wakes up after a crash.
/// </summary>
/// <param name="name">The topic's name, which nobody has checked.</param>
/// <param name="store">Where topics are stored.</param>
/// <param name="actors">The catalog, the topic's partitions, and the groups that have committed offsets.</param>
/// <param name="cluster">The nodes that a manual assignment may name.</param>
/// <param name="settings">The broker's settings, which stand in for the topic's.</param>
/// <param name="newId">A source of random ids.</param>
/// <param name="foreign">The topics that others have made in the storage, null where there can be none. Ours hide theirs.</param>
public sealed class Topic(
    string name, IStateStore store, IActors actors, ICluster cluster, BrokerSettings settings, Func<Guid> newId, IForeignTopics? foreign = null) : ITopic
{
    private const int AttemptsAgainstOtherOwners = 3;

    private readonly TopicStore _topic = new(name, store);
    private readonly OneAtATime _changes = new();

    /// <summary>Whether nothing is lost when the host forgets this actor: it was only asked about a topic that does not exist.</summary>
    public bool HoldsNothing => _topic.IsAbsent && _changes.IsIdle;

    /// <inheritdoc/>
    public async ValueTask<TopicDescription?> DescribeAsync(CancellationToken cancellationToken)
    {
        await WakeAsync(cancellationToken);
        return _topic.Current is not { } topic ? await FindForeignAsync(cancellationToken)
            : topic.IsDeleting ? null
            : topic;
    }

    /// <inheritdoc/>
    public ValueTask<CreateTopicsResponse.CreatableTopicResult> CreateAsync(
        CreateTopicsRequest.CreatableTopic topic, bool validateOnly, CancellationToken cancellationToken) => ChangeAsync(
            async () =>
            {
                var (created, error) = await PlanAsync(topic, cancellationToken);
                if (error is not null)
                {
                    return TopicAnswers.NotCreated(name, error);
                }

                if (!validateOnly)
                {
                    await _topic.WriteAsync(created!);
                    await PublishAsync(created!);
                }

                return TopicAnswers.Created(created!, settings);
            },
            error => TopicAnswers.NotCreated(name, error));

    /// <inheritdoc/>
    public ValueTask<CreatePartitionsResponse.CreatePartitionsTopicResult> AddPartitionsAsync(
        CreatePartitionsRequest.CreatePartitionsTopic topic, bool validateOnly, CancellationToken cancellationToken) => ChangeAsync(
            async () =>
            {
                if (_topic.Current is not { IsDeleting: false } current)
                {
                    return TopicAnswers.Partitions(name, await ExplainAbsenceAsync());
                }

                var error = GrowthCheck.Check(topic, current.PartitionCount, settings, IsLive);
                if (error is null && !validateOnly)
                {
                    var grown = current.With(topic.Count);
                    await _topic.WriteAsync(grown);
                    await PublishAsync(grown);
                }

                return TopicAnswers.Partitions(name, error);
            },
            error => TopicAnswers.Partitions(name, error));

    /// <inheritdoc/>
    public ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterConfigsAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) => ChangeAsync(
            async () => TopicAnswers.Altered(name, await ConfigureAsync(_ => ConfigReplacement.Apply(resource.Configs), validateOnly)),
            error => TopicAnswers.Altered(name, error));

    /// <inheritdoc/>
    public ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterConfigsAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) => ChangeAsync(
            async () => TopicAnswers.IncrementallyAltered(name, await ConfigureAsync(
                current => ConfigIncrement.Apply(
                    TopicConfigs.All, current, definition => new TopicSettings(settings, current).TextOf(definition), resource.Configs),
                validateOnly)),
            error => TopicAnswers.IncrementallyAltered(name, error));

    /// <inheritdoc/>
    public ValueTask<DeleteTopicsResponse.DeletableTopicResult> DeleteAsync(Guid? topicId, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            if (_topic.Current is not { } current)
            {
                var absence = await ExplainAbsenceAsync();
                return TopicAnswers.Deleted(
                    name, topicId, topicId is not null && absence.Code == ErrorCode.UnknownTopicOrPartition ? TopicAnswers.UnknownId : absence);
            }

            if (topicId is { } id && id != current.TopicId)
            {
                return TopicAnswers.Deleted(name, id, TopicAnswers.UnknownId);
            }

            await FinishDeletionAsync(current);
            return TopicAnswers.Deleted(name, current.TopicId, error: null);
        },
        error => TopicAnswers.Deleted(name, topicId, error));

    private async ValueTask<(TopicDescription? Topic, KafkaError? Error)> PlanAsync(
        CreateTopicsRequest.CreatableTopic topic, CancellationToken cancellationToken)
    {
        if (TopicName.Check(name) is { } invalidName)
        {
            return (null, invalidName);
        }

        if (_topic.Current is { IsDeleting: true } dying)
        {
            await FinishDeletionAsync(dying);
        }

        if (_topic.Current is not null || await FindForeignAsync(cancellationToken) is not null)
        {
            return (null, new(ErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists."));
        }

        var catalog = await actors.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, cancellationToken);
        if (TopicName.CheckCollision(name, catalog) is { } collision)
        {
            return (null, collision);
        }

        var (configs, error) = TopicConfigCheck.Read(topic.Configs, settings);
        if (error is not null)
        {
            return (null, error);
        }

        (var partitionCount, error) = CreationCheck.Partitions(topic, settings, IsLive);
        return error is not null ? (null, error)
            : (TopicDescriptions.Create(name, TopicIds.Next(newId), partitionCount, configs), null);
    }

    private async ValueTask<KafkaError?> ConfigureAsync(
        Func<ImmutableSortedDictionary<string, string>, (ImmutableSortedDictionary<string, string> Configs, KafkaError? Error)> change, bool validateOnly)
    {
        if (_topic.Current is not { IsDeleting: false } current)
        {
            return await ExplainAbsenceAsync();
        }

        var (configs, error) = change(current.Overrides());
        error ??= TopicConfigCheck.Check(configs, settings);
        if (error is null && !validateOnly)
        {
            var changed = current.With(configs);
            await _topic.WriteAsync(changed);
            await TopicPartitions.ConfigureAsync(changed, actors);
        }

        return error;
    }

    // The mark goes first, so that whoever wakes up after a crash goes on deleting; the state goes last, for the same reason.
    private async ValueTask FinishDeletionAsync(TopicDescription topic)
    {
        if (!topic.IsDeleting)
        {
            topic = topic.AsDeleting();
            await _topic.WriteAsync(topic);
        }

        await actors.Catalog.RemoveAsync(name, topic.TopicId, CancellationToken.None);
        await TopicPartitions.DeleteAsync(topic, actors);
        foreach (var groupId in await actors.Groups.ListAsync(name, CancellationToken.None))
        {
            await actors.Group(groupId).ForgetTopicAsync(name, CancellationToken.None);
        }

        await _topic.DeleteAsync();
    }

    private ValueTask<TAnswer> ChangeAsync<TAnswer>(Func<ValueTask<TAnswer>> change, Func<KafkaError, TAnswer> failed) => _changes.RunAsync(async () =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WakeAsync(CancellationToken.None);
                return await change();
            }
            catch (StateConflictException) when (attempt < AttemptsAgainstOtherOwners)
            {
                _topic.Forget();
            }
            catch (StateConflictException conflict)
            {
                _topic.Forget();
                return failed(new(ErrorCode.NotController, conflict.Message));
            }
            catch (StorageException failure)
            {
                _topic.Forget();
                return failed(new(ErrorCode.KafkaStorageError, failure.Message));
            }
        }
    });

    private async ValueTask WakeAsync(CancellationToken cancellationToken)
    {
        if (await _topic.LoadAsync(cancellationToken) && _topic.Current is { IsDeleting: false } topic)
        {
            await PublishAsync(topic);
        }
    }

    // Whoever asks for a topic that others have made a moment ago need not wait until the catalog looks again.
    private async ValueTask<TopicDescription?> FindForeignAsync(CancellationToken cancellationToken)
    {
        if (foreign is null || TopicName.Check(name) is not null || await foreign.FindAsync(name, cancellationToken) is not { } found)
        {
            return null;
        }

        await PublishAsync(found);
        return found;
    }

    private async ValueTask<KafkaError> ExplainAbsenceAsync() =>
        await FindForeignAsync(CancellationToken.None) is null ? TopicAnswers.Unknown(name) : TopicAnswers.OfOthers(name);

    private ValueTask PublishAsync(TopicDescription topic) =>
        actors.Catalog.PutAsync(new TopicCatalogEntry(name, topic.TopicId, topic.PartitionCount), CancellationToken.None);

    private bool IsLive(int nodeId) => cluster.Nodes.Any(node => node.Id == nodeId);
}
