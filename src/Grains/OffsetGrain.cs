using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Storage;
using Orleans.Concurrency;

namespace KafkaGateway.Grains;

/// <summary>One on each silo, where its groups are: storage then sees the commits of many groups as one write.</summary>
[StatelessWorker(1), Reentrant, GrainType("offsets")]
internal sealed class OffsetGrain(NodeStorage storage) : Grain, IOffsetGrain
{
    public async ValueTask<StoredOffsets> LoadAsync(string groupId)
    {
        try
        {
            return OffsetMessages.ToStored(await storage.Offsets.LoadAsync(groupId, CancellationToken.None));
        }
        catch (StorageException failure)
        {
            return new StoredOffsets { Failure = failure.Message };
        }
    }

    public async ValueTask<OffsetWriteResult> WriteAsync(OffsetWrite write)
    {
        try
        {
            await storage.Offsets.WriteAsync(write.GroupId, write.OwnerEpoch, OffsetMessages.ToChanges(write), CancellationToken.None);
            return new OffsetWriteResult();
        }
        catch (StateConflictException conflict)
        {
            return new OffsetWriteResult { IsConflict = true, Failure = conflict.Message };
        }
        catch (StorageException failure)
        {
            return new OffsetWriteResult { Failure = failure.Message };
        }
    }
}
