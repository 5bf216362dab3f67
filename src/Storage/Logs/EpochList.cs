using System.Collections.Immutable;
using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Logs;

/// <summary>
/// Which leader epoch wrote from which offset on. The newest epoch is kept even where none of its batches is left, as Kafka does, so
/// that a consumer that has read everything can still ask where its epoch ended.
/// </summary>
internal sealed class EpochList
{
    private ImmutableArray<EpochStart> _entries;

    public EpochList(IEnumerable<EpochStart> entries) => _entries = [.. entries];

    public ImmutableArray<EpochStart> Entries => _entries;

    public void Add(int epoch, long startOffset)
    {
        if (epoch >= 0 && (_entries.IsEmpty || epoch > _entries[^1].Epoch))
            _entries = _entries.Add(new EpochStart(epoch, startOffset));
    }

    /// <summary>Forgets what lies below a new start offset.</summary>
    public void TrimHead(long startOffset)
    {
        var dropped = 0;
        while (dropped + 1 < _entries.Length && _entries[dropped + 1].StartOffset <= startOffset)
            dropped++;
        _entries = _entries.RemoveRange(0, dropped);
        if (!_entries.IsEmpty && _entries[0].StartOffset < startOffset)
            _entries = _entries.SetItem(0, _entries[0] with { StartOffset = startOffset });
    }

    /// <summary>Forgets what lies at or above a new end offset.</summary>
    public void TrimTail(long endOffset) => _entries = _entries.RemoveAll(entry => entry.StartOffset >= endOffset);
}
