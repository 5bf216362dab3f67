using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Grains.Doors;

/// <summary>The way to the producer ids. Ids that a lost answer named are wasted, which costs nothing.</summary>
internal sealed class ProducerIdsDoor(IProducerIdsGrain ids) : IProducerIds
{
    public ValueTask<long> AllocateAsync(int count, CancellationToken cancellationToken) =>
        HostGone.RetryAsync(() => ids.AllocateAsync(count, cancellationToken), cancellationToken);
}

/// <summary>The way to the list of groups.</summary>
internal sealed class GroupDirectoryDoor(IGroupDirectoryGrain directory) : IGroupDirectory
{
    public async ValueTask<IReadOnlyList<ListGroupsResponse.ListedGroup>> ListAsync(CancellationToken cancellationToken) =>
        (await HostGone.RetryAsync(() => directory.ListAsync(cancellationToken), cancellationToken)).Groups;

    public async ValueTask<IReadOnlyList<string>> ListAsync(string topic, CancellationToken cancellationToken) =>
        (await HostGone.RetryAsync(() => directory.ListByTopicAsync(topic, cancellationToken), cancellationToken)).Names;
}

/// <summary>The way to the settings of everything but topics. A change of brokers' settings acts in this process before it is answered.</summary>
internal sealed class ResourceConfigsDoor(IResourceConfigsGrain configs, Func<CancellationToken, ValueTask> followSettings) : IResourceConfigs
{
    private const ErrorCode Gone = ErrorCode.NotController;

    public async ValueTask<IReadOnlyDictionary<string, string>> GetAsync(
        ConfigResourceType type, string name, CancellationToken cancellationToken) =>
        (await HostGone.RetryAsync(() => configs.GetAsync((sbyte)type, name, cancellationToken), cancellationToken))
        .Texts.ToDictionary(text => text.Name, text => text.Value, StringComparer.Ordinal);

    public async ValueTask<IReadOnlyList<string>> ListAsync(ConfigResourceType type, CancellationToken cancellationToken) =>
        (await HostGone.RetryAsync(() => configs.ListAsync((sbyte)type, cancellationToken), cancellationToken)).Names;

    public ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        FollowedAsync(
            HostGone.RetryAsync(() => configs.AlterAsync(resource, validateOnly, cancellationToken), cancellationToken),
            resource.ResourceType,
            cancellationToken),
        reason => new AlterConfigsResponse.AlterConfigsResourceResponse
        {
            ResourceType = resource.ResourceType,
            ResourceName = resource.ResourceName,
            ErrorCode = Gone,
            ErrorMessage = reason,
        });

    public ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        FollowedAsync(configs.IncrementalAlterAsync(resource, validateOnly, cancellationToken), resource.ResourceType, cancellationToken),
        reason => new IncrementalAlterConfigsResponse.AlterConfigsResourceResponse
        {
            ResourceType = resource.ResourceType,
            ResourceName = resource.ResourceName,
            ErrorCode = Gone,
            ErrorMessage = reason,
        });

    private async ValueTask<T> FollowedAsync<T>(ValueTask<T> change, sbyte resourceType, CancellationToken cancellationToken)
    {
        var answer = await change;
        if ((ConfigResourceType)resourceType == ConfigResourceType.Broker)
            await followSettings(cancellationToken);
        return answer;
    }
}
