using Google.Protobuf;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>Every change of the tree in a file. A change that was appended survives the end of the process.</summary>
internal sealed class FilerJournal(string path)
{
    public List<SubscribeMetadataResponse> ReadAll()
    {
        var changes = new List<SubscribeMetadataResponse>();
        if (!File.Exists(path))
            return changes;
        using var reader = new CodedInputStream(File.OpenRead(path));
        while (!reader.IsAtEnd)
        {
            var change = new SubscribeMetadataResponse();
            reader.ReadMessage(change);
            changes.Add(change);
        }

        return changes;
    }

    public void Append(SubscribeMetadataResponse change)
    {
        using var bytes = new MemoryStream();
        change.WriteDelimitedTo(bytes);
        File.AppendAllBytes(path, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
