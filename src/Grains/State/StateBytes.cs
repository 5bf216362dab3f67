using Orleans.Storage;

namespace KafkaGateway.Grains.State;

/// <summary>A state as the bytes that it is stored as.</summary>
internal sealed record StateBytes(ReadOnlyMemory<byte> Octets);

/// <summary>Hands those bytes to a storage provider and back, as they are.</summary>
internal sealed class StateBytesSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(((StateBytes)(object)input!).Octets);

    public T? Deserialize<T>(BinaryData input) => (T)(object)new StateBytes(input.ToMemory());
}
