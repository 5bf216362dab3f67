using System.Collections.Concurrent;
using Google.Protobuf;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>Volumes in this process.</summary>
internal sealed class MemoryChunks : IChunks
{
    private readonly ConcurrentDictionary<string, ByteString> _chunks = [];
    private int _count;

    public string Store(ByteString data)
    {
        var fileId = $"1,{Interlocked.Increment(ref _count):x2}00c0ffee";
        _chunks[fileId] = data;
        return fileId;
    }

    public ReadOnlyMemory<byte> Read(string fileId) => _chunks[fileId].Memory;
}
