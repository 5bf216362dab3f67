using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// A message broker that answers from its memory and writes to its disk now and then. It knows no owners. A crash takes what was not written, and
/// offsets are then given again, or left out. It tells how far a file goes, and counts a message that begins a new file to the last one.
/// </summary>
internal sealed class SimulatedBroker
{
    private const double FileIsFull = 0.05;
    private readonly World _world;
    private readonly BrokerDelays _delays;
    private readonly List<BrokerMessage> _memory = [];
    private readonly List<BrokerMessage> _disk = [];
    private readonly List<BrokerStream> _streams = [];
    private DateTimeOffset _silentUntil;
    private long _nextOffset;
    private long _writtenOffset;
    private int _file;

    public SimulatedBroker(World world, BrokerDelays delays)
    {
        (_world, _delays) = (world, delays);
        WriteOutAgain();
    }

    /// <summary>What is on the disk, in the order in which it came.</summary>
    public IReadOnlyList<BrokerMessage> Disk => _disk;

    /// <summary>Told of a file and of the last offset that it claims to hold.</summary>
    public event Action<int, long>? Written;

    public BrokerStream Open(OwnerLife owner)
    {
        var stream = new BrokerStream(_world, this, _delays, owner);
        _streams.Add(stream);
        return stream;
    }

    /// <summary>Completes when it neither hangs nor is down.</summary>
    public async Task RespondsAsync()
    {
        while (_world.Time.Now < _silentUntil)
            await _world.Delay(_silentUntil - _world.Time.Now);
    }

    public BrokerAnswer Take(BrokerMessage message)
    {
        var offset = _nextOffset++;
        if (message.IsLate || _world.Chance(FileIsFull))
        {
            WriteOut(claimedOffset: offset);
            _file++;
        }

        _memory.Add(message);
        return new BrokerAnswer(offset, _file);
    }

    /// <summary>It answers nobody for a while, and then everybody who has written meanwhile.</summary>
    public void Hang(TimeSpan span)
    {
        _world.Trace($"the broker hangs for {span.TotalSeconds:F3} s");
        _silentUntil = _world.Time.Now + span;
    }

    public void Crash(TimeSpan down)
    {
        _world.Trace($"the broker crashes with {_memory.Count} messages, of {_nextOffset}, and is back in {down.TotalSeconds:F3} s");
        _memory.Clear();
        _streams.ForEach(stream => stream.Cut());
        _streams.Clear();
        _nextOffset = _world.Random.NextInt64(_writtenOffset, _nextOffset + 1);
        _file++;
        _silentUntil = _world.Time.Now + down;
    }

    private void WriteOutAgain()
    {
        if (_world.Time.Now >= _silentUntil)
            WriteOut(claimedOffset: _nextOffset - 1);
        _world.At(_delays.FlushInterval, WriteOutAgain);
    }

    private void WriteOut(long claimedOffset)
    {
        if (_memory.Count == 0)
            return;
        _disk.AddRange(_memory);
        _memory.Clear();
        _writtenOffset = _nextOffset;
        Written?.Invoke(_file, claimedOffset);
    }
}
