using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Grains.Doors;

/// <summary>
/// The way to a topic wherever it is hosted. A change whose host is gone may have been made; NOT_CONTROLLER makes admin clients look again and
/// send it once more.
/// </summary>
internal sealed class TopicDoor(string name, ITopicGrain topic) : ITopic
{
    private const ErrorCode Gone = ErrorCode.NotController;

    public ValueTask<CreateTopicsResponse.CreatableTopicResult> CreateAsync(
        CreateTopicsRequest.CreatableTopic creatable, bool validateOnly, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        topic.CreateAsync(creatable, validateOnly, cancellationToken),
        reason => new CreateTopicsResponse.CreatableTopicResult { Name = name, ErrorCode = Gone, ErrorMessage = reason });

    public ValueTask<TopicDescription?> DescribeAsync(CancellationToken cancellationToken) =>
        HostGone.RetryAsync(() => topic.DescribeAsync(cancellationToken), cancellationToken);

    public ValueTask<CreatePartitionsResponse.CreatePartitionsTopicResult> AddPartitionsAsync(
        CreatePartitionsRequest.CreatePartitionsTopic grown, bool validateOnly, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        topic.AddPartitionsAsync(grown, validateOnly, cancellationToken),
        reason => new CreatePartitionsResponse.CreatePartitionsTopicResult { Name = name, ErrorCode = Gone, ErrorMessage = reason });

    public ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterConfigsAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        HostGone.RetryAsync(() => topic.AlterConfigsAsync(resource, validateOnly, cancellationToken), cancellationToken),
        reason => new AlterConfigsResponse.AlterConfigsResourceResponse
        {
            ResourceType = (sbyte)ConfigResourceType.Topic,
            ResourceName = name,
            ErrorCode = Gone,
            ErrorMessage = reason,
        });

    public ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterConfigsAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        topic.IncrementalAlterConfigsAsync(resource, validateOnly, cancellationToken),
        reason => new IncrementalAlterConfigsResponse.AlterConfigsResourceResponse
        {
            ResourceType = (sbyte)ConfigResourceType.Topic,
            ResourceName = name,
            ErrorCode = Gone,
            ErrorMessage = reason,
        });

    public ValueTask<DeleteTopicsResponse.DeletableTopicResult> DeleteAsync(Guid? topicId, CancellationToken cancellationToken) => HostGone.AnswerAsync(
        topic.DeleteAsync(topicId, cancellationToken),
        reason => new DeleteTopicsResponse.DeletableTopicResult
        {
            Name = name,
            TopicId = topicId ?? Guid.Empty,
            ErrorCode = Gone,
            ErrorMessage = reason,
        });
}
