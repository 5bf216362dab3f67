using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>
/// The door to committed offsets of one silo: what its groups write at the same time goes to storage in one statement. Its key is 0, on every
/// silo.
/// </summary>
[Alias("kafka.offsets")]
internal interface IOffsetGrain : IGrainWithIntegerKey
{
    ValueTask<StoredOffsets> LoadAsync(string groupId);

    ValueTask<OffsetWriteResult> WriteAsync(OffsetWrite write);
}
