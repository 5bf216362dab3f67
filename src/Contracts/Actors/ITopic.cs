using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Contracts.Actors;

/// <summary>Owns one topic: its id, partition count and settings, and the life and death of its partitions.</summary>
public interface ITopic
{
    /// <summary>Creates the topic, or only checks that it could be created. Answers with what CreateTopics answers for it.</summary>
    ValueTask<CreateTopicsResponse.CreatableTopicResult> CreateAsync(
        CreateTopicsRequest.CreatableTopic topic, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>The topic as it is stored, or null where there is none of that name.</summary>
    ValueTask<TopicDescription?> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Raises the partition count (CreatePartitions).</summary>
    ValueTask<CreatePartitionsResponse.CreatePartitionsTopicResult> AddPartitionsAsync(
        CreatePartitionsRequest.CreatePartitionsTopic topic, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>Replaces all settings (AlterConfigs): those not named fall back to their defaults.</summary>
    ValueTask<AlterConfigsResponse.AlterConfigsResourceResponse> AlterConfigsAsync(
        AlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>Sets, deletes, appends to or subtracts from single settings (IncrementalAlterConfigs).</summary>
    ValueTask<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementalAlterConfigsAsync(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the topic, its partitions and its records. Where <paramref name="topicId"/> is given and is not this incarnation's, nothing
    /// happens and the answer is UNKNOWN_TOPIC_ID.
    /// </summary>
    ValueTask<DeleteTopicsResponse.DeletableTopicResult> DeleteAsync(Guid? topicId, CancellationToken cancellationToken);
}
