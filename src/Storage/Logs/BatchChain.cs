using System.Buffers;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Logs;

/// <summary>Consecutive batches in memory: appended at one end, forgotten at the other, found by offset. Not safe for threads.</summary>
internal sealed class BatchChain
{
    private BatchNode[] _nodes = [];
    private int _head;

    public int Count { get; private set; }

    public long SizeBytes => Count == 0 ? 0 : this[Count - 1].EndIndex - this[0].RunningIndex;

    public BatchNode this[int index] => _nodes[_head + index];

    public void Append(in LogBatch batch)
    {
        if (_head + Count == _nodes.Length)
            MakeRoom();
        _nodes[_head + Count] = new BatchNode(batch, Count == 0 ? null : this[Count - 1]);
        Count++;
    }

    public void DropHead(int count)
    {
        Array.Clear(_nodes, _head, count);
        _head += count;
        Count -= count;
        if (Count == 0)
            _head = 0;
    }

    public void Clear() => DropHead(Count);

    /// <summary>The index of the last batch that begins at or below the offset, -1 where all begin above it.</summary>
    public int IndexOf(long offset)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (this[middle].Batch.BaseOffset <= offset)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high;
    }

    /// <summary>
    /// As many batches from an index on as fit in the limit, or the first one alone where it must be returned at any size; none at or above the
    /// end offset.
    /// </summary>
    public ReadOnlySequence<byte> Read(int index, int maxBytes, bool atLeastOne, long endOffset = long.MaxValue)
    {
        var first = this[index];
        var (low, high) = (index, IndexOf(endOffset - 1));
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (this[middle].EndIndex - first.RunningIndex <= maxBytes)
                low = middle + 1;
            else
                high = middle - 1;
        }

        if (high < index && !atLeastOne)
            return ReadOnlySequence<byte>.Empty;
        var last = this[Math.Max(high, index)];
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private void MakeRoom()
    {
        // Sliding costs one move a node only while at least half of the array is free; else the array doubles.
        var target = Count * 2 > _nodes.Length || _nodes.Length == 0 ? new BatchNode[Math.Max(16, _nodes.Length * 2)] : _nodes;
        Array.Copy(_nodes, _head, target, 0, Count);
        if (target == _nodes)
            Array.Clear(_nodes, Count, _nodes.Length - Count);
        _nodes = target;
        _head = 0;
    }
}
