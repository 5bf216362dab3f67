using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Contracts.Actors;

/// <summary>
/// The coordinator of one consumer group: membership, generations, assignments, and the offsets committed under it. It speaks Kafka's own
/// messages in their newest form; handlers bring older versions into that form. Calls that wait for other members (join, sync) answer when
/// the group is ready.
/// </summary>
public interface IConsumerGroup
{
    /// <summary>Asks to become or stay a member; answers when the rebalance that this starts or joins is done.</summary>
    ValueTask<JoinGroupResponse> JoinAsync(JoinGroupRequest request, GroupCaller caller, CancellationToken cancellationToken);

    /// <summary>Brings the leader's assignment, fetches one's own.</summary>
    ValueTask<SyncGroupResponse> SyncAsync(SyncGroupRequest request, GroupCaller caller, CancellationToken cancellationToken);

    /// <summary>Keeps a member's session alive, and tells it when to join again.</summary>
    ValueTask<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest request, CancellationToken cancellationToken);

    /// <summary>Takes members out (LeaveGroup 3+ form: a list of members).</summary>
    ValueTask<LeaveGroupResponse> LeaveAsync(LeaveGroupRequest request, CancellationToken cancellationToken);

    /// <summary>Commits offsets by topic name, all of them checked against member and generation, durable when answered.</summary>
    ValueTask<OffsetCommitResponse> CommitAsync(OffsetCommitRequest request, GroupCaller caller, CancellationToken cancellationToken);

    /// <summary>Committed offsets by topic name, of the asked partitions or of all (Topics null).</summary>
    ValueTask<OffsetFetchResponse.OffsetFetchResponseGroup> FetchOffsetsAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup request, bool requireStable, CancellationToken cancellationToken);

    /// <summary>State, protocol and members. A group that does not exist is described as Dead with GROUP_ID_NOT_FOUND.</summary>
    ValueTask<DescribeGroupsResponse.DescribedGroup> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Deletes an empty group with its offsets.</summary>
    ValueTask<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(CancellationToken cancellationToken);

    /// <summary>Deletes committed offsets of topics that no member subscribes to (OffsetDelete).</summary>
    ValueTask<OffsetDeleteResponse> DeleteOffsetsAsync(OffsetDeleteRequest request, CancellationToken cancellationToken);

    /// <summary>Forgets the offsets of a topic that was deleted.</summary>
    ValueTask ForgetTopicAsync(string topic, CancellationToken cancellationToken);
}

/// <summary>Finds the groups that exist.</summary>
public interface IGroupDirectory
{
    /// <summary>All groups with at least a member or a committed offset, in the form of ListGroups, unfiltered, any order.</summary>
    ValueTask<IReadOnlyList<ListGroupsResponse.ListedGroup>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The ids of the groups that have committed offsets of a topic.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(string topic, CancellationToken cancellationToken);
}
