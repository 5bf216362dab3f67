using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// The end of a log in this process: what is on its way to the broker, what the broker has in its memory, and as much as readers of the end are
/// likely to want of what is on the disk. Batches are numbered; those below <see cref="Durable"/> are on the disk, those below <see cref="Acked"/>
/// are in the broker's memory, those below <see cref="Sent"/> are on their way. Not safe for threads.
/// </summary>
internal sealed class Tail(long startOffset, Func<long> keepBytes)
{
    private readonly BatchChain _batches = new();
    private readonly Queue<long> _messages = new();
    private long _first;

    public long StartOffset { get; private set; } = startOffset;

    /// <summary>The offset after the last batch, whatever has become of that.</summary>
    public long NextOffset { get; private set; } = startOffset;

    public long End => _first + _batches.Count;

    public long Sent { get; private set; }

    public long Acked { get; private set; }

    public long Durable { get; private set; }

    /// <summary>Bytes on their way to the broker.</summary>
    public long BytesOnTheirWay { get; private set; }

    /// <summary>Bytes that are lost if this process and the broker end together.</summary>
    public long UndurableBytes { get; private set; }

    public void Add(in LogBatch batch)
    {
        _batches.Append(batch);
        NextOffset = batch.LastOffset + 1;
        Hold(batch.Bytes.Length);
    }

    /// <summary>The next batch to send.</summary>
    public LogBatch Send()
    {
        var batch = this[Sent++];
        BytesOnTheirWay += batch.Bytes.Length;
        return batch;
    }

    /// <summary>The broker has given the next batch that was sent an offset of its own.</summary>
    public LogBatch Ack(long message)
    {
        var batch = this[Acked++];
        BytesOnTheirWay -= batch.Bytes.Length;
        _messages.Enqueue(message);
        return batch;
    }

    /// <summary>Whether a batch that is not known to be on the disk came before a message.</summary>
    public bool BeginsBefore(long message) => _messages.TryPeek(out var first) && first < message;

    /// <summary>Whether only one batch is not known to be on the disk, and the broker's offset of it is that.</summary>
    public bool EndsWith(long message) => _messages.Count == 1 && _messages.Peek() == message && Acked == End;

    /// <summary>
    /// The next batch that is not on the disk, if a file that claims to end with a message holds it. It does not always hold that one itself: the
    /// broker counts a message that begins a new window to the last one.
    /// </summary>
    public LogBatch? TakeDurable(long lastMessage)
    {
        if (!_messages.TryPeek(out var message) || message >= lastMessage)
            return null;
        _messages.Dequeue();
        var batch = this[Durable++];
        Hold(-batch.Bytes.Length);
        return batch;
    }

    /// <summary>The stream broke: all that is not on the disk is to be sent again.</summary>
    public void Rewind()
    {
        _messages.Clear();
        (Sent, Acked, BytesOnTheirWay) = (Durable, Durable, 0);
    }

    /// <summary>Lets go of what is on the disk beyond what is to be kept.</summary>
    public void Shrink()
    {
        var drop = 0;
        var keep = keepBytes();
        while (_first + drop < Durable && drop < _batches.Count && SizeFrom(drop + 1) >= keep)
            drop++;
        if (drop == 0)
            return;
        StartOffset = drop < _batches.Count ? _batches[drop].Batch.BaseOffset : NextOffset;
        _batches.DropHead(drop);
        _first += drop;
    }

    /// <summary>Batches from the one that holds an offset on; the offset is at or above the start.</summary>
    public ReadOnlySequence<byte> Read(long offset, int maxBytes, bool atLeastOne, long endOffset) =>
        _batches.Read(_batches.IndexOf(offset), maxBytes, atLeastOne, endOffset);

    /// <summary>All batches, oldest first.</summary>
    public IEnumerable<LogBatch> Batches
    {
        get
        {
            for (var i = 0; i < _batches.Count; i++)
                yield return _batches[i].Batch;
        }
    }

    /// <summary>This process holds nothing any more.</summary>
    public void Close()
    {
        KafkaMetrics.UndurableBytes.Add(-UndurableBytes);
        UndurableBytes = 0;
    }

    private void Hold(int bytes)
    {
        UndurableBytes += bytes;
        KafkaMetrics.UndurableBytes.Add(bytes);
    }

    private LogBatch this[long number] => _batches[(int)(number - _first)].Batch;

    private long SizeFrom(int index) => index >= _batches.Count ? 0 : _batches[_batches.Count - 1].EndIndex - _batches[index].RunningIndex;
}
