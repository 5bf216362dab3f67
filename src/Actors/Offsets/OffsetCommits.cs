using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Offsets;

/// <summary>OffsetCommit: who may commit, and what a request changes.</summary>
internal static class OffsetCommits
{
    private const short FirstVersionWithGroupIdNotFound = 9;
    private const long NoRetentionTime = -1;
    private const long NoCommitTimestamp = -1;

    /// <summary>What a member of a group that does not exist is told; who names no generation may commit, which creates the group.</summary>
    public static ErrorCode ValidateUnknownGroup(OffsetCommitRequest request, GroupCaller caller) =>
        request.GenerationIdOrMemberEpoch < 0 ? ErrorCode.None
        : caller.ApiVersion >= FirstVersionWithGroupIdNotFound ? ErrorCode.GroupIdNotFound
        : ErrorCode.IllegalGeneration;

    /// <summary>Checks the sender against the group; a commit that passes counts as a heartbeat.</summary>
    public static ErrorCode Validate(GroupTurn turn, OffsetCommitRequest request)
    {
        var group = turn.Group;
        if (group.State is GroupState.Dead)
            return ErrorCode.CoordinatorNotAvailable;
        if (request.GenerationIdOrMemberEpoch < 0 && group.State is GroupState.Empty)
            return ErrorCode.None;
        if (request.GenerationIdOrMemberEpoch < 0 && request.MemberId.Length == 0 && request.GroupInstanceId is null)
            return ErrorCode.UnknownMemberId;
        if (group.Validate(request.MemberId, request.GroupInstanceId) is var error and not ErrorCode.None)
            return error;
        if (request.GenerationIdOrMemberEpoch != group.Generation)
            return ErrorCode.IllegalGeneration;
        // The member knows the new generation but not yet its partitions; it is to commit when it has them.
        if (group.State is GroupState.CompletingRebalance)
            return ErrorCode.RebalanceInProgress;
        turn.RestartSession(group.Members.Find(request.MemberId)!);
        return ErrorCode.None;
    }

    /// <summary>What an accepted request changes, and its answer for the case that the change can be stored.</summary>
    public static (List<OffsetChange> Changes, OffsetCommitResponse Response) Plan(GroupTurn turn, OffsetCommitRequest request)
    {
        var assigned = turn.Settings.CheckAssignmentOnCommit
            && turn.Group.UsesConsumerProtocol
            && turn.Group.Members.Find(request.MemberId) is { } member
            ? Subscriptions.ReadAssignment(member.Assignment).ToHashSet()
            : null;
        long? expires = request.RetentionTimeMs == NoRetentionTime ? null : turn.NowMs + request.RetentionTimeMs;
        var changes = new List<OffsetChange>();
        var response = Answer(request, (topic, partition) =>
        {
            if (partition.CommittedMetadata?.Length > turn.Settings.OffsetMetadataMaxBytes)
                return ErrorCode.OffsetMetadataTooLarge;
            if (assigned?.Contains((topic, partition.PartitionIndex)) is false)
                return ErrorCode.IllegalGeneration;
            changes.Add(new(new(topic, partition.PartitionIndex), new CommittedOffset(
                partition.CommittedOffset,
                partition.CommittedLeaderEpoch,
                partition.CommittedMetadata ?? "",
                partition.CommitTimestamp == NoCommitTimestamp ? turn.NowMs : partition.CommitTimestamp,
                expires)));
            return ErrorCode.None;
        });
        return (changes, response);
    }

    /// <summary>The same error for every partition.</summary>
    public static OffsetCommitResponse AllFailed(OffsetCommitRequest request, ErrorCode error) => Answer(request, (_, _) => error);

    /// <summary>Replaces success by an error: the write has failed.</summary>
    public static OffsetCommitResponse NotStored(OffsetCommitResponse response, ErrorCode error)
    {
        foreach (var partition in response.Topics.SelectMany(topic => topic.Partitions))
        {
            if (partition.ErrorCode is ErrorCode.None)
                partition.ErrorCode = error;
        }
        return response;
    }

    private static OffsetCommitResponse Answer(
        OffsetCommitRequest request, Func<string, OffsetCommitRequest.OffsetCommitRequestPartition, ErrorCode> outcome) => new()
    {
        Topics = [.. request.Topics.Select(topic => new OffsetCommitResponse.OffsetCommitResponseTopic
        {
            Name = topic.Name,
            TopicId = topic.TopicId,
            Partitions = [.. topic.Partitions.Select(partition => new OffsetCommitResponse.OffsetCommitResponsePartition
            {
                PartitionIndex = partition.PartitionIndex,
                ErrorCode = outcome(topic.Name, partition),
            })],
        })],
    };
}
