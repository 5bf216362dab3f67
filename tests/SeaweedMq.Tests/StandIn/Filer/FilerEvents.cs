using KafkaGateway.SeaweedMq.Tests.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Tests.StandIn.Filer;

/// <summary>Every change of the tree, kept for good and under times that rise.</summary>
internal sealed class FilerEvents(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<SubscribeMetadataResponse> _events = [];
    private readonly Pulse _added = new();

    public Task NextChange => _added.Next;

    public void Add(string directory, Entry? oldEntry, Entry? newEntry)
    {
        lock (_lock)
        {
            var last = _events.Count == 0 ? 0 : _events[^1].TsNs;
            _events.Add(new SubscribeMetadataResponse
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
            });
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
