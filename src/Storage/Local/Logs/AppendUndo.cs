using System.Collections.Immutable;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Local.Segments;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>What a log was before an append, to be that again if it fails: the next opening must not find half of it.</summary>
internal readonly struct AppendUndo(LogState state, LogContext context)
{
    private readonly Segment _active = state.Active;
    private readonly SegmentFacts _facts = state.Active.Facts;
    private readonly int _segments = state.Segments.Count;
    private readonly long _sizeBytes = state.SizeBytes;
    private readonly ImmutableArray<EpochStart> _epochs = state.Epochs.Entries;

    public void Run()
    {
        List<Segment> added;
        lock (state.Gate)
        {
            added = state.Segments.GetRange(_segments, state.Segments.Count - _segments);
            state.Segments.RemoveRange(_segments, added.Count);
            _active.Facts = _facts;
            state.SizeBytes = _sizeBytes;
            state.Epochs.Restore(_epochs);
            state.Tail.Clear();
        }

        try
        {
            foreach (var segment in added)
            {
                segment.Open!.Return();
                context.Disk.Delete(segment.LogPath);
            }

            context.Disk.SetLength(_active.Open!.File, _active.LogPath, _facts.SizeBytes);
        }
        catch (StorageException e)
        {
            context.Logger.UndoFailed(e, state.Key);
        }
    }
}
