namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>Up to where the log is known to reach, by what clients were told: nobody who asks afterwards may be told less.</summary>
internal sealed class KnownEnd(PartitionHost host)
{
    private long _flushed;
    private long _unflushed;
    private int _powerCuts;

    /// <summary>Somebody was told of records up to an end offset, having asked when there had been so many power cuts.</summary>
    public void Note(long end, bool isFlushed, int powerCuts)
    {
        if (isFlushed)
            _flushed = Math.Max(_flushed, end);
        if (powerCuts != host.PowerCuts)
            return;
        _unflushed = _powerCuts == powerCuts ? Math.Max(_unflushed, end) : end;
        _powerCuts = powerCuts;
    }

    /// <summary>To be taken before asking; compares the answer with what was known then.</summary>
    public Action<string, long> Expect()
    {
        var (flushed, powerCuts) = (_flushed, host.PowerCuts);
        var unflushed = _powerCuts == powerCuts ? _unflushed : 0;
        return (who, end) =>
        {
            var least = host.PowerCuts == powerCuts ? Math.Max(flushed, unflushed) : flushed;
            if (end < least)
                throw new InvalidOperationException($"{who} was told of the end {end}, when {least} was known");
        };
    }
}
