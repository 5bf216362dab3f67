using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Storage.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>
/// One process that believes to host the partition: opens it at the first call under an epoch of its own, and replaces it when it has failed. It
/// knows nothing of other such processes.
/// </summary>
internal sealed class OwnerProcess(World world, PartitionStorage storage, LogFaultRates rates, PartitionOptions options, bool keepsEpoch)
{
    private readonly LogFaults _faults = new(world, rates);
    private readonly WorldTurns _turns = new(world);
    private Task<Partition>? _opening;
    private int? _epoch;

    public bool IsDead => _faults.IsDead;

    /// <summary>Whether it has found out that there is a later owner, and has not opened the partition again since.</summary>
    public bool IsFenced => _opening is { IsCompletedSuccessfully: true, Result.IsFenced: true };

    /// <summary>Calls the partition; the answer is null where the process died before it could give one.</summary>
    /// <exception cref="StorageException">The log cannot be opened.</exception>
    /// <exception cref="FencedException">A later owner has opened it.</exception>
    public async Task<T?> CallAsync<T>(Func<Partition, ValueTask<T>> call)
        where T : class
    {
        var partition = await OpenedAsync();
        var answer = IsDead ? null : await call(partition);
        return IsDead ? null : answer;
    }

    public void Kill()
    {
        _faults.IsDead = true;
        _turns.Kill();
    }

    /// <summary>Closes the partition in good order, as a host does that gives it up.</summary>
    public async Task CloseAsync()
    {
        if (_opening is { IsCompletedSuccessfully: true } opened)
            await (await opened).DisposeAsync();
    }

    private async Task<Partition> OpenedAsync()
    {
        while (true)
        {
            var opening = _opening ??= OpenAsync(failed: null);
            try
            {
                var partition = await opening;
                if (!partition.HasFailed || IsDead)
                    return partition;
                if (_opening == opening)
                    _opening = OpenAsync(partition);
            }
            catch (Exception failure) when (failure is StorageException or FencedException)
            {
                if (_opening == opening)
                    _opening = null;
                throw;
            }
        }
    }

    private async Task<Partition> OpenAsync(Partition? failed)
    {
        if (failed is not null)
            await failed.DisposeAsync();
        if (failed is not { IsFenced: false } || !keepsEpoch)
            _epoch = null;
        _epoch ??= await LeaderEpochs.TakeNextAsync(new FaultyStateStore(storage.States, _faults), PartitionStorage.Key, CancellationToken.None);
        world.Trace($"a process opens the partition under epoch {_epoch}");
        return await Partition.OpenAsync(
            new PartitionPorts(
                PartitionStorage.Key,
                _epoch.Value,
                PartitionStorage.Settings,
                _ => PartitionStorage.Settings,
                new FaultyRecordLogs(storage.LogsOf(() => IsDead), _faults),
                _turns,
                world.Time,
                options,
                NullLogger.Instance),
            CancellationToken.None);
    }
}
