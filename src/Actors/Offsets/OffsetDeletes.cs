using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Offsets;

/// <summary>OffsetDelete: committed offsets may go where no member subscribes to the topic.</summary>
internal static class OffsetDeletes
{
    /// <summary>Members of a type other than "consumer" subscribe to nobody knows what: then nothing may go.</summary>
    public static ErrorCode Validate(ClassicGroup group) => group.State switch
    {
        GroupState.Dead => ErrorCode.GroupIdNotFound,
        GroupState.Empty => ErrorCode.None,
        _ => group.UsesConsumerProtocol ? ErrorCode.None : ErrorCode.NonEmptyGroup,
    };

    public static (List<OffsetChange> Changes, OffsetDeleteResponse Response) Plan(ClassicGroup group, OffsetDeleteRequest request)
    {
        var changes = new List<OffsetChange>();
        var response = new OffsetDeleteResponse();
        foreach (var topic in request.Topics)
        {
            var error = group.IsSubscribedTo(topic.Name) ? ErrorCode.GroupSubscribedToTopic : ErrorCode.None;
            if (error is ErrorCode.None)
                changes.AddRange(topic.Partitions.Select(partition => new OffsetChange(new(topic.Name, partition.PartitionIndex), null)));
            response.Topics.Add(new()
            {
                Name = topic.Name,
                Partitions = [.. topic.Partitions.Select(partition => new OffsetDeleteResponse.OffsetDeleteResponsePartition
                {
                    PartitionIndex = partition.PartitionIndex,
                    ErrorCode = error,
                })],
            });
        }
        return (changes, response);
    }
}
