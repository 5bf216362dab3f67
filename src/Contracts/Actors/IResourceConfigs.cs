using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Contracts.Actors;

/// <summary>
/// Keeps what is set, while brokers run, for resources other than topics: brokers (KIP-226; the empty name stands for all of them), groups
/// (KIP-848) and client metrics subscriptions (KIP-714).
/// </summary>
public interface IResourceConfigs
{
    /// <summary>What is set for a resource, texts by name; empty where nothing is.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> GetAsync(ConfigResourceType type, string name, CancellationToken cancellationToken);

    /// <summary>The resources of a type that have settings, in ordinal order.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(ConfigResourceType type, CancellationToken cancellationToken);

    /// <summary>Replaces all that is set (AlterConfigs). For brokers it acts before it answers.</summary>
    ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>Sets, deletes, appends to or subtracts from single settings (IncrementalAlterConfigs). For brokers it acts before it answers.</summary>
    ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken);
}
