using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// One owner's right to the log. He looks into the record only when what he last read there is older than a lease, which is how long a successor
/// waits before he begins.
/// </summary>
internal sealed class Ownership
{
    private readonly World _world;
    private readonly OwnerLife _life;
    private readonly OwnerRecord _record;
    private readonly BrokerDelays _delays;
    private readonly int _leaderEpoch;
    private DateTimeOffset _validUntil;
    private FencedException? _fenced;

    private Ownership(World world, OwnerLife life, OwnerRecord record, BrokerDelays delays, int leaderEpoch)
    {
        (_world, _life, _record, _delays, _leaderEpoch, Term) = (world, life, record, delays, leaderEpoch, record.Term);
    }

    public long Term { get; }

    /// <exception cref="FencedException">There is an owner of a higher epoch.</exception>
    public static async Task<Ownership> TakeAsync(World world, OwnerLife life, OwnerRecord record, BrokerDelays delays, int leaderEpoch)
    {
        await life.AwaitAsync(delays.TravelAsync());
        var formerMayBelieve = record.Take(leaderEpoch);
        var ownership = new Ownership(world, life, record, delays, leaderEpoch);
        await life.AwaitAsync(delays.TravelAsync());
        if (formerMayBelieve)
            await life.AwaitAsync(world.Delay(delays.Lease));
        return ownership;
    }

    /// <exception cref="FencedException">He is not the owner any more.</exception>
    public async Task ConfirmAsync()
    {
        ThrowIfFenced();
        while (_world.Time.Now >= _validUntil)
        {
            var asked = _world.Time.Now;
            await WriteAsync(static _ => { });
            _validUntil = asked + _delays.Lease;
        }
    }

    /// <summary>Changes the record if he is still the owner.</summary>
    /// <exception cref="FencedException">He is not.</exception>
    public async Task WriteAsync(Action<OwnerRecord> change)
    {
        await _life.AwaitAsync(_delays.TravelAsync());
        if (_record.Term == Term)
            change(_record);
        else
            _fenced ??= _record.FencedBy(_leaderEpoch);
        await _life.AwaitAsync(_delays.TravelAsync());
        ThrowIfFenced();
    }

    public void ThrowIfFenced()
    {
        if (_fenced is { } fenced)
            throw new FencedException(fenced.Message, fenced);
    }
}
