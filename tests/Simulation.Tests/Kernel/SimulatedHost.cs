namespace KafkaGateway.Simulation.Tests.Kernel;

/// <summary>
/// Hosts one actor, kills it and starts it again. Killed, it stops in the middle of what it does: its timers are gone and nobody hears its
/// answers; only what it has already asked of storage may still happen there.
/// </summary>
/// <param name="world">Where it runs.</param>
/// <param name="start">Makes a new actor from what is stored, given its later turns and what to call when it gives up its place.</param>
public sealed class SimulatedHost<TActor>(World world, Func<WorldTurns, Action, TActor> start)
    where TActor : class
{
    private const int MostFormers = 3;

    private readonly List<Incarnation> _formers = [];
    private Incarnation? _current;

    /// <summary>How often calls still reach an owner that believes to own the actor although there is a new one.</summary>
    public double FormerOwnerChance { get; set; }

    public Incarnation Current => _current ??= Start();

    /// <summary>Where the next call arrives.</summary>
    public Incarnation Pick() =>
        _formers.Count > 0 && world.Chance(FormerOwnerChance) ? _formers[world.Random.Next(_formers.Count)] : Current;

    /// <summary>The process dies; the next call finds a new one.</summary>
    public void Crash()
    {
        _current?.Kill();
        _formers.ForEach(former => former.Kill());
        _formers.Clear();
        _current = null;
    }

    /// <summary>One more owner appears while those before live on.</summary>
    public void Split()
    {
        if (_current is null)
            return;
        if (_formers.Count == MostFormers)
        {
            _formers[0].Kill();
            _formers.RemoveAt(0);
        }

        _formers.Add(_current);
        _current = null;
    }

    private Incarnation Start()
    {
        var turns = new WorldTurns(world);
        Incarnation? incarnation = null;
        return incarnation = new(start(turns, () => StepDown(incarnation!)), turns);
    }

    private void StepDown(Incarnation incarnation)
    {
        _formers.Remove(incarnation);
        if (incarnation == _current)
            _current = null;
    }

    public sealed class Incarnation(TActor actor, WorldTurns turns)
    {
        public TActor Actor => actor;

        public bool IsDead { get; private set; }

        public void Kill()
        {
            IsDead = true;
            turns.Kill();
        }
    }
}
