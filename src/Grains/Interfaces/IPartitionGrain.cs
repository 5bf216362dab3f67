using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts the owner of one partition. Its key is that of <see cref="PartitionGrainKey"/>.</summary>
[Alias("kafka.partition")]
internal interface IPartitionGrain : IPartition, IGrainWithStringKey
{
    /// <summary>Appends batches in their order, as that many calls of AppendAsync would, and answers when all are done.</summary>
    ValueTask<AppendResponse[]> AppendAllAsync(AppendRequest[] requests, CancellationToken cancellationToken);
}
