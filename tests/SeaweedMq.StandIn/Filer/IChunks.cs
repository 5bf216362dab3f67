using Google.Protobuf;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>Where the data of files is: on volumes.</summary>
internal interface IChunks
{
    /// <summary>Stores a chunk.</summary>
    /// <returns>Its id.</returns>
    string Store(ByteString data);

    ReadOnlyMemory<byte> Read(string fileId);
}
