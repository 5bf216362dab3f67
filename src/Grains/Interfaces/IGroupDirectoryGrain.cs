using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Knows which groups exist. Its key is 0.</summary>
[Alias("kafka.group-directory")]
internal interface IGroupDirectoryGrain : IGrainWithIntegerKey
{
    ValueTask<ListGroupsResponse> ListAsync(CancellationToken cancellationToken);

    ValueTask<NameList> ListByTopicAsync(string topic, CancellationToken cancellationToken);
}
