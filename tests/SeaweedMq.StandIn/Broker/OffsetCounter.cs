using System.Buffers.Binary;
using Google.Protobuf;
using KafkaGateway.SeaweedMq.StandIn.Filer;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>
/// Gives out a partition's offsets. What is noted down from time to time is all that a later process knows: offsets behind it are
/// given out again, and offsets before it that were not written to a log file are a hole.
/// </summary>
internal sealed class OffsetCounter
{
    private const string Name = "checkpoint.offset";
    private readonly IFiler _filer;
    private readonly string _folder;
    private long _next;
    private long _noted;

    public OffsetCounter(IFiler filer, PartitionKey partition)
    {
        (_filer, _folder) = (filer, partition.Folder);
        var content = filer.Find(FilerPath.Join(_folder, Name))?.Content;
        _noted = content is { Length: 8 } ? BinaryPrimitives.ReadInt64BigEndian(content.Span) : -1;
        _next = _noted + 1;
    }

    /// <summary>The offset that is given out next.</summary>
    public long Coming => Interlocked.Read(ref _next);

    public long Next() => Interlocked.Increment(ref _next) - 1;

    /// <summary>Notes the last offset down if it is another.</summary>
    public void NoteDown()
    {
        var last = Interlocked.Read(ref _next) - 1;
        if (last == _noted)
            return;
        var content = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(content, last);
        _filer.Put(_folder, new Entry { Name = Name, Content = ByteString.CopyFrom(content) });
        _noted = last;
    }
}
