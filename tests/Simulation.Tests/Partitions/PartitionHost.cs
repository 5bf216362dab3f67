using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>
/// The processes that believe to host one partition, and the way of calls to them: mostly to the newest, now and then to one whose time is over
/// without his knowing it.
/// </summary>
internal sealed class PartitionHost(World world, PartitionStorage storage, LogFaultRates rates, PartitionOptions options)
{
    private const int MostAtOnce = 4;

    private readonly List<OwnerProcess> _processes = [];
    // As the standalone host does, which opens a failed log again under the epoch of its start.
    private readonly bool _keepsEpoch = world.Chance(0.3);
    // A host that is told of a later owner lets him be, or takes the partition back.
    private readonly bool _letsGo = world.Chance(0.5);

    public int PowerCuts => storage.PowerCuts;

    /// <summary>Whether there may be power cuts in this history.</summary>
    public bool MayLosePower { get; init; }

    /// <summary>How often calls reach another process than the newest.</summary>
    public double FormerOwnerChance { get; set; }

    /// <summary>All processes die, alone or with the machine; the next call finds a new one.</summary>
    public void Crash(bool powerCut)
    {
        _processes.ForEach(process => process.Kill());
        _processes.Clear();
        if (powerCut)
            storage.CutPower();
    }

    /// <summary>One more process begins to host the partition, while the others live on.</summary>
    public void Split()
    {
        if (_processes.Count == MostAtOnce)
            Kill(_processes[0]);
        _processes.Add(New());
    }

    /// <summary>One of the processes dies.</summary>
    public void KillOne()
    {
        if (_processes.Count > 0)
            Kill(_processes[world.Random.Next(_processes.Count)]);
    }

    /// <summary>All processes but the newest die.</summary>
    public void KillFormers() => _processes.SkipLast(1).ToList().ForEach(Kill);

    /// <summary>The newest process closes the partition in good order, while calls go to a new one already.</summary>
    public void HandOver()
    {
        var former = Newest();
        Split();
        world.Start(async () =>
        {
            await former.CloseAsync();
            Kill(former);
        });
    }

    /// <summary>Calls the partition, wherever that is; the answer is null where the process died before it could give one.</summary>
    /// <exception cref="StorageException">The log cannot be opened.</exception>
    /// <exception cref="FencedException">A later owner has opened it.</exception>
    public Task<T?> CallAsync<T>(Func<Partition, ValueTask<T>> call)
        where T : class
    {
        if (_letsGo)
            _processes.RemoveAll(process => process.IsFenced);
        var newest = Newest();
        var process = _processes.Count > 1 && world.Chance(FormerOwnerChance) ? _processes[world.Random.Next(_processes.Count)] : newest;
        return process.CallAsync(call);
    }

    private OwnerProcess Newest()
    {
        if (_processes.Count == 0)
            _processes.Add(New());
        return _processes[^1];
    }

    private void Kill(OwnerProcess process)
    {
        process.Kill();
        _processes.Remove(process);
    }

    private OwnerProcess New() => new(world, storage, rates, options, _keepsEpoch);
}
