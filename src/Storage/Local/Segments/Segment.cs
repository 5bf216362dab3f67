using KafkaGateway.Storage.Local.Logs;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>One file of a log. Its members change under the log's lock.</summary>
internal sealed class Segment(LogFolder folder, long baseOffset, long createdMs) : SegmentSpan(baseOffset, createdMs)
{
    public string LogPath { get; } = folder.Log(baseOffset);

    public string IndexPath { get; } = folder.Index(baseOffset);

    /// <summary>Open all the time while it is written or not flushed; else opened when it is read.</summary>
    public OpenSegment? Open { get; set; }

    /// <summary>What the last flush found.</summary>
    public SegmentFacts Flushed { get; set; } = SegmentFacts.Empty(baseOffset, createdMs);

    public bool IsFlushed => Flushed.SizeBytes == Facts.SizeBytes;

    /// <summary>Whether it is deleted, or its log closed: nobody is to keep it open any more.</summary>
    public bool IsGone { get; set; }
}
