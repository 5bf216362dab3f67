using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>Every change of the tree, kept for good and under times that rise.</summary>
/// <param name="time">What time it is.</param>
/// <param name="journal">Where changes outlive the process; null where they need not.</param>
internal sealed class FilerEvents(TimeProvider time, FilerJournal? journal = null)
{
    private readonly Lock _lock = new();
    private readonly List<SubscribeMetadataResponse> _events = journal?.ReadAll() ?? [];
    private readonly Pulse _added = new();

    public Task NextChange => _added.Next;

    public void Add(string directory, Entry? oldEntry, Entry? newEntry)
    {
        lock (_lock)
        {
            var last = _events.Count == 0 ? 0 : _events[^1].TsNs;
            var change = new SubscribeMetadataResponse
            {
                Directory = directory,
                TsNs = Math.Max(last + 1, time.NowNs()),
                EventNotification = new EventNotification
                {
                    OldEntry = oldEntry?.Clone(),
                    NewEntry = newEntry?.Clone(),
                    DeleteChunks = true,
                    NewParentPath = newEntry is null ? "" : directory,
                },
            };
            journal?.Append(change);
            _events.Add(change);
        }

        _added.Beat();
    }

    /// <summary>What comes from an index on, and the index behind it.</summary>
    public (List<SubscribeMetadataResponse> Events, int Next) From(int index)
    {
        lock (_lock)
            return (_events[index..], _events.Count);
    }
}
