using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Hosting;

/// <summary>The offset store of the groups on a silo: the silo's OffsetGrain.</summary>
internal sealed class OffsetGrainStore(IGrainFactory grains, IOffsetStore stored) : IOffsetStore
{
    private readonly IOffsetGrain _offsets = grains.GetGrain<IOffsetGrain>(0);

    public async ValueTask<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync(string groupId, CancellationToken cancellationToken)
    {
        var loaded = await _offsets.LoadAsync(groupId);
        return loaded.Failure is { } failure
            ? throw new StorageException(failure)
            : loaded.Offsets.ToDictionary(offset => new TopicPartition(offset.Topic, offset.Partition), OffsetMessages.ToOffset);
    }

    public async ValueTask WriteAsync(
        string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes, CancellationToken cancellationToken)
    {
        var result = await _offsets.WriteAsync(OffsetMessages.ToWrite(groupId, ownerEpoch, changes));
        if (result.Failure is { } failure)
            throw result.IsConflict ? new StateConflictException(failure) : new StorageException(failure);
    }

    public IAsyncEnumerable<string> ListGroupsAsync(string topic, CancellationToken cancellationToken) =>
        stored.ListGroupsAsync(topic, cancellationToken);

    public IAsyncEnumerable<string> ListExpiringAsync(long committedBeforeMs, long nowMs, CancellationToken cancellationToken) =>
        stored.ListExpiringAsync(committedBeforeMs, nowMs, cancellationToken);
}
