using System.Collections.Immutable;
using System.Globalization;
using KafkaGateway.Actors.Topics;
using KafkaGateway.Actors.Turns;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Configuration;

/// <summary>
/// What is set for brokers, groups and client metrics subscriptions while brokers run. What concerns this process's broker is laid over its
/// settings at once, and the partitions are told, whose topics fall back to them.
/// </summary>
/// <param name="store">Where it is stored.</param>
/// <param name="actors">The topics and partitions of this process.</param>
/// <param name="cluster">The nodes that may be named.</param>
/// <param name="settings">This process's settings.</param>
/// <param name="tellAll">In a cluster, tells every process that hosts partitions, this one among them, to do so for itself.</param>
public sealed class ResourceConfigs(
    IStateStore store, IActors actors, ICluster cluster, BrokerSettings settings, Func<ValueTask>? tellAll = null) : IResourceConfigs
{
    private readonly ResourceConfigStore _configs = new(store);
    private readonly OneAtATime _changes = new();

    /// <summary>Lays what is stored over the broker's settings; for a host to call when it starts, before clients come.</summary>
    public async ValueTask ActivateAsync(CancellationToken cancellationToken)
    {
        await _configs.LoadAsync(cancellationToken);
        ApplyToBroker();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, string>> GetAsync(
        ConfigResourceType type, string name, CancellationToken cancellationToken)
    {
        await _configs.LoadAsync(cancellationToken);
        return _configs.Get(type, name);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListAsync(ConfigResourceType type, CancellationToken cancellationToken)
    {
        await _configs.LoadAsync(cancellationToken);
        return _configs.Names(type);
    }

    /// <inheritdoc/>
    public async ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken)
    {
        var error = await ChangeAsync(
            (ConfigResourceType)resource.ResourceType, resource.ResourceName, _ => ConfigReplacement.Apply(resource.Configs), validateOnly);
        return new()
        {
            ResourceType = resource.ResourceType,
            ResourceName = resource.ResourceName,
            ErrorCode = error?.Code ?? ErrorCode.None,
            ErrorMessage = error?.Message,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken)
    {
        var type = (ConfigResourceType)resource.ResourceType;
        var error = await ChangeAsync(
            type,
            resource.ResourceName,
            current => ConfigIncrement.Apply(ResourceCheck.Known(type)!, current, definition => InForce(type, definition), resource.Configs),
            validateOnly);
        return new()
        {
            ResourceType = resource.ResourceType,
            ResourceName = resource.ResourceName,
            ErrorCode = error?.Code ?? ErrorCode.None,
            ErrorMessage = error?.Message,
        };
    }

    private ValueTask<KafkaError?> ChangeAsync(
        ConfigResourceType type,
        string name,
        Func<ImmutableSortedDictionary<string, string>, (ImmutableSortedDictionary<string, string> Configs, KafkaError? Error)> change,
        bool validateOnly) => _changes.RunAsync<KafkaError?>(async () =>
    {
        if (ResourceCheck.Resource(type, name, cluster) is { } noSuchResource)
        {
            return noSuchResource;
        }

        try
        {
            await _configs.LoadAsync(CancellationToken.None);
            var (configs, error) = change(_configs.Get(type, name));
            error ??= ResourceCheck.Configs(type, name, configs);
            if (error is null && !validateOnly)
            {
                await _configs.WriteAsync(type, name, configs);
                if (type == ConfigResourceType.Broker)
                {
                    await (tellAll?.Invoke() ?? ActAsync());
                }
            }

            return error;
        }
        catch (StateConflictException conflict)
        {
            _configs.Forget();
            return new(ErrorCode.NotController, conflict.Message);
        }
        catch (StorageException failure)
        {
            _configs.Forget();
            return new(ErrorCode.KafkaStorageError, failure.Message);
        }
    });

    private ValueTask ActAsync()
    {
        ApplyToBroker();
        return TellPartitionsAsync();
    }

    private void ApplyToBroker() => settings.ApplyDynamic(
        _configs.Get(ConfigResourceType.Broker, cluster.NodeId.ToString(CultureInfo.InvariantCulture)),
        _configs.Get(ConfigResourceType.Broker, ""));

    private async ValueTask TellPartitionsAsync()
    {
        var catalog = await actors.Catalog.GetAsync(knownVersion: -1, TimeSpan.Zero, CancellationToken.None);
        foreach (var entry in catalog.Topics)
        {
            if (await actors.Topic(entry.Name).DescribeAsync(CancellationToken.None) is { } topic)
            {
                await TopicPartitions.ConfigureAsync(topic, actors);
            }
        }
    }

    private string? InForce(ConfigResourceType type, ConfigDefinition definition) =>
        type == ConfigResourceType.Broker ? settings.TextOf(definition) : definition.DefaultText;
}
