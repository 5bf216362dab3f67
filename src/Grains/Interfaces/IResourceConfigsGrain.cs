using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>Hosts the settings of everything but topics. Its key is 0.</summary>
[Alias("kafka.resource-configs")]
internal interface IResourceConfigsGrain : IGrainWithIntegerKey
{
    ValueTask<ConfigTexts> GetAsync(sbyte type, string name, CancellationToken cancellationToken);

    ValueTask<NameList> ListAsync(sbyte type, CancellationToken cancellationToken);

    ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken);

    ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken);
}
