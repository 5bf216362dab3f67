using System.Collections.Concurrent;
using KafkaGateway.Actors.Configuration;
using KafkaGateway.Actors.Groups;
using KafkaGateway.Actors.Partitions;
using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>All actors of a node, in this process.</summary>
internal sealed class LocalActors : IActors, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, LocalActor<Topic>> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PartitionKey, LocalPartition> _partitions = new();
    private readonly ConcurrentDictionary<PartitionKey, string> _unopened = new();
    private readonly ConcurrentDictionary<string, LocalActor<ConsumerGroup>> _groups = new(StringComparer.Ordinal);
    private readonly NodeStorage _storage;
    private readonly LocalCluster _cluster;
    private readonly BrokerSettings _settings;
    private readonly PartitionOpening _opening;
    private readonly GroupSettings _groupSettings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GroupDirectory _groupDirectory;
    private readonly CancellationTokenSource _stopping = new();
    private Task _waking = Task.CompletedTask;

    public LocalActors(NodeStorage storage, LocalCluster cluster, BrokerSettings settings, TimeProvider time, ILogger logger)
    {
        _storage = storage;
        _cluster = cluster;
        _settings = settings;
        _opening = new PartitionOpening(this, storage.Logs, (_, _) => new(cluster.LeaderEpoch), settings, time, logger);
        _groupSettings = GroupSettings.From(settings);
        _time = time;
        _logger = logger;
        Catalog = new LocalTopicCatalog(new(time, _ => new(new TopicCatalog(storage.States, time))));
        ProducerIds = new LocalProducerIds(new(time, _ => new(new ProducerIds(storage.States))));
        Configs = new LocalResourceConfigs(new(time, _ => ActivateConfigsAsync()));
        _groupDirectory = new GroupDirectory(storage.States, storage.Offsets, groupId => _groups.ContainsKey(groupId) ? Group(groupId) : null);
    }

    public ITopicCatalog Catalog { get; }

    public IProducerIds ProducerIds { get; }

    public IResourceConfigs Configs { get; }

    public IGroupDirectory Groups => _groupDirectory;

    /// <summary>Lays stored broker settings over those of the start, and goes on with what the last process left half done.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await Configs.ListAsync(ConfigResourceType.Broker, cancellationToken);
        await UnfinishedDeletions.ResumeAsync(_storage.States, this, cancellationToken);
        _waking = WakeGroupsAsync();
    }

    public ITopic Topic(string name) => new LocalTopic(name, this);

    public IPartition Partition(PartitionKey key) =>
        _partitions.GetOrAdd(key, static (key, self) => new LocalPartition(
            key,
            new(self._time, turns => self.OpenAsync(key, turns), partition => partition.HasFailed),
            self._storage.Logs,
            retired => self._partitions.TryRemove(new(key, retired))), this);

    public IConsumerGroup Group(string groupId) => new LocalGroup(groupId, this);

    /// <summary>The actor of a topic, made where there is none.</summary>
    public LocalActor<Topic> AwakeTopic(string name) => _topics.GetOrAdd(name, static (name, self) => new(
        self._time, _ => new(new Topic(name, self._storage.States, self, self._cluster, self._settings, Guid.NewGuid))), this);

    /// <summary>Lets go of a topic's actor that was retired.</summary>
    public void ForgetTopic(string name, LocalActor<Topic> retired) => _topics.TryRemove(new(name, retired));

    /// <summary>The actor of a group, made where there is none.</summary>
    public LocalActor<ConsumerGroup> Awake(string groupId) =>
        _groups.GetOrAdd(groupId, static (groupId, self) => new(self._time, turns => new(self.NewGroup(groupId, turns))), this);

    /// <summary>Lets go of a group's actor that was retired.</summary>
    public void Forget(string groupId, LocalActor<ConsumerGroup> retired) => _groups.TryRemove(new(groupId, retired));

    /// <summary>Closes all logs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _waking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var group in _groups.Values)
        {
            await group.RetireAsync(_ => true);
        }

        await Task.WhenAll(_partitions.Values.Select(partition => partition.StopAsync()));
    }

    private async ValueTask<Partition> OpenAsync(PartitionKey key, ITurnScheduler turns)
    {
        try
        {
            var partition = await _opening.OpenAsync(key, turns, CancellationToken.None);
            _unopened.TryRemove(key, out _);
            return partition;
        }
        catch (StorageException failure)
        {
            // Every request tries again; the log hears of it once.
            if (_unopened.TryAdd(key, failure.Message))
            {
                HostingLog.PartitionNotOpened(_logger, key, failure.Message);
            }

            throw;
        }
    }

    // Members that died with the last process, and offsets that have expired since, are noticed by a group that is awake.
    private async Task WakeGroupsAsync()
    {
        try
        {
            await Task.Run(() => _groupDirectory.WakeAllAsync(Group, _stopping.Token));
        }
        catch (Exception failure) when (!_stopping.IsCancellationRequested)
        {
            HostingLog.GroupsNotWoken(_logger, failure);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async ValueTask<ResourceConfigs> ActivateConfigsAsync()
    {
        var configs = new ResourceConfigs(_storage.States, this, _cluster, _settings);
        await configs.ActivateAsync(CancellationToken.None);
        return configs;
    }

    private ConsumerGroup NewGroup(string groupId, ITurnScheduler turns) => new(groupId, new GroupPorts
    {
        Settings = _groupSettings,
        States = _storage.States,
        Offsets = _storage.Offsets,
        Catalog = Catalog,
        Time = _time,
        Turns = turns,
        NewId = Guid.NewGuid,
        Logger = _logger,
    });
}
