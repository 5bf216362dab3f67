using KafkaGateway.Storage.Local.Files;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>
/// The complete segments of all logs that were read lately, with their files open and their indexes loaded: the least recently read ones are
/// closed when there are too many, or their indexes take too much memory.
/// </summary>
/// <param name="disk">Where the segments are.</param>
/// <param name="maxFiles">How many stay open.</param>
/// <param name="maxIndexBytes">What their indexes may take.</param>
/// <param name="savesIndexes">Whether an index that had to be made again is saved.</param>
internal sealed class SegmentCache(Disk disk, int maxFiles, long maxIndexBytes, bool savesIndexes = true)
{
    private readonly Dictionary<Segment, LinkedListNode<(Segment Segment, OpenSegment Open)>> _nodes = [];
    private readonly LinkedList<(Segment Segment, OpenSegment Open)> _order = [];
    private readonly Lock _gate = new();
    private long _indexBytes;

    /// <summary>The segment, open; to be returned after use.</summary>
    public OpenSegment Rent(Segment segment)
    {
        lock (_gate)
        {
            if (TryRent(segment) is { } known)
                return known;
        }

        var loaded = SegmentLoader.Load(disk, segment, savesIndexes);
        lock (_gate)
        {
            if (TryRent(segment) is { } known)
            {
                loaded.Return();
                return known;
            }

            if (!segment.IsGone)
                Insert(segment, loaded.Rent());
            return loaded;
        }
    }

    /// <summary>Takes over a segment that is complete now.</summary>
    public void Add(Segment segment, OpenSegment open)
    {
        lock (_gate)
        {
            if (segment.IsGone)
                open.Return();
            else
                Insert(segment, open);
        }
    }

    /// <summary>Closes a segment for good.</summary>
    public void Drop(Segment segment)
    {
        lock (_gate)
        {
            segment.IsGone = true;
            if (_nodes.TryGetValue(segment, out var node))
                Remove(node);
        }
    }

    private OpenSegment? TryRent(Segment segment)
    {
        if (!_nodes.TryGetValue(segment, out var node))
            return null;
        _order.Remove(node);
        _order.AddFirst(node);
        return node.Value.Open.Rent();
    }

    private void Insert(Segment segment, OpenSegment open)
    {
        _nodes[segment] = _order.AddFirst((segment, open));
        _indexBytes += IndexBytes(open);
        while (_nodes.Count > maxFiles || (_indexBytes > maxIndexBytes && _nodes.Count > 1))
            Remove(_order.Last!);
    }

    private void Remove(LinkedListNode<(Segment Segment, OpenSegment Open)> node)
    {
        _order.Remove(node);
        _nodes.Remove(node.Value.Segment);
        _indexBytes -= IndexBytes(node.Value.Open);
        node.Value.Open.Return();
    }

    private static long IndexBytes(OpenSegment open) => (long)open.Index.Count * SegmentIndex.EntrySize;
}
