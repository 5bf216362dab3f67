using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts the owner of one partition. Its key is that of <see cref="PartitionGrainKey"/>.</summary>
[Alias("kafka.partition")]
internal interface IPartitionGrain : IPartition, IGrainWithStringKey
{
    /// <summary>
    /// Appends one after another, in this order, and answers when all have their answer. Orleans does not promise that calls arrive in the order
    /// that they were made in, so appends that must stay in order go in one call, or one call after the other.
    /// </summary>
    ValueTask<List<AppendResponse>> AppendAllAsync(List<AppendRequest> requests);
}
