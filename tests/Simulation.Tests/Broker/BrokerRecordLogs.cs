using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// The engine as one process has it. Whoever opens the log makes himself the owner in the record, waits for as long as the former one may not know
/// of it, sends a barrier, and takes over what the disk holds in front of that.
/// </summary>
internal sealed class BrokerRecordLogs(World world, BrokerStorage storage, OwnerLife life) : IRecordLogs
{
    public async ValueTask<IRecordLog> OpenAsync(PartitionKey key, int leaderEpoch, SegmentLayout layout, CancellationToken cancellationToken)
    {
        var (broker, rules, delays) = (storage.Broker, storage.Rules, storage.Delays);
        var ownership = await Ownership.TakeAsync(world, life, storage.Record, delays, leaderEpoch);
        var session = await BrokerSession.BeginAsync(broker, life, ownership.Term);
        await ownership.ConfirmAsync();
        if (session is null || LogScan.ReadUpTo(session.Barrier, broker.Disk, rules.HeedsBarriers) is not { } recovered)
            throw new StorageException("simulated: the broker has not written out a barrier");

        var tail = new OwnersTail(recovered);
        LogSnapshot? snapshot = null;
        await ownership.WriteAsync(record =>
        {
            // Otherwise it would be taken for one of what others write there.
            if (rules.DropsLostSnapshots && record.Snapshot?.Offset > tail.NextOffset)
                record.Snapshot = null;
            snapshot = record.Snapshot;
        });
        world.Trace($"term {ownership.Term} begins at {tail.NextOffset}");
        var publisher = new Publisher(world, broker, life, ownership, delays, rules, tail);
        publisher.Start(session);
        return storage.Newest = new BrokerRecordLog(ownership, life, tail, publisher, rules, snapshot);
    }

    public ValueTask DeleteAsync(PartitionKey key, CancellationToken cancellationToken) => throw new NotSupportedException();
}
