using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// All batches that an owner knows, by number: those below <see cref="Durable"/> are on the disk, those below <see cref="Acked"/> at least in the
/// broker's memory, those below <see cref="Sent"/> on their way.
/// </summary>
internal sealed class OwnersTail(List<LogBatch> recovered)
{
    private readonly List<LogBatch> _batches = recovered;

    // The broker's offsets of what is in its memory.
    private readonly Queue<long> _positions = new();

    public IReadOnlyList<LogBatch> Batches => _batches;

    public long NextOffset => _batches.Count == 0 ? 0 : _batches[^1].LastOffset + 1;

    public int Durable { get; private set; } = recovered.Count;

    public int Acked => Durable + _positions.Count;

    public int Sent { get; private set; } = recovered.Count;

    public void Add(IEnumerable<LogBatch> batches) => _batches.AddRange(batches);

    /// <summary>The next batch to send, null where there is none.</summary>
    public LogBatch? Send() => Sent < _batches.Count ? _batches[Sent++] : null;

    public void Ack(long position) => _positions.Enqueue(position);

    /// <summary>A file claims to end with a position. It may not hold that one itself, so only what comes before it is on the disk for certain.</summary>
    public void TakeDurable(long claimedPosition)
    {
        while (_positions.TryPeek(out var position) && position < claimedPosition)
        {
            _positions.Dequeue();
            Durable++;
        }
    }

    /// <summary>Whether only the batch at that position is not known to be on the disk.</summary>
    public bool EndsAt(long position) => Acked == _batches.Count && _positions.Count == 1 && _positions.Peek() == position;

    /// <summary>The stream broke: what is not on the disk is to be sent again.</summary>
    public void Rewind()
    {
        _positions.Clear();
        Sent = Durable;
    }

    /// <summary>What an owner does who believes that what was acknowledged is safe.</summary>
    public void ForgetAcked()
    {
        Durable = Acked;
        Rewind();
    }
}
