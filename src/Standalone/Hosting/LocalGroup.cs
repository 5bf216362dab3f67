using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Standalone.Hosting;

/// <summary>
/// The door to a group of this process. Anybody may ask about any group id, so a group that turns out to hold nothing is retired at once.
/// </summary>
internal sealed class LocalGroup(string groupId, LocalActors actors) : IConsumerGroup
{
    public ValueTask<JoinGroupResponse> JoinAsync(JoinGroupRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        CallAsync(group => group.JoinAsync(request, caller, cancellationToken));

    public ValueTask<SyncGroupResponse> SyncAsync(SyncGroupRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        CallAsync(group => group.SyncAsync(request, caller, cancellationToken));

    public ValueTask<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest request, CancellationToken cancellationToken) =>
        CallAsync(group => group.HeartbeatAsync(request, cancellationToken));

    public ValueTask<LeaveGroupResponse> LeaveAsync(LeaveGroupRequest request, CancellationToken cancellationToken) =>
        CallAsync(group => group.LeaveAsync(request, cancellationToken));

    public ValueTask<OffsetCommitResponse> CommitAsync(OffsetCommitRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        CallAsync(group => group.CommitAsync(request, caller, cancellationToken));

    public ValueTask<OffsetFetchResponse.OffsetFetchResponseGroup> FetchOffsetsAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup request, bool requireStable, CancellationToken cancellationToken) =>
        CallAsync(group => group.FetchOffsetsAsync(request, requireStable, cancellationToken));

    public ValueTask<DescribeGroupsResponse.DescribedGroup> DescribeAsync(CancellationToken cancellationToken) =>
        CallAsync(group => group.DescribeAsync(cancellationToken));

    public ValueTask<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(CancellationToken cancellationToken) =>
        CallAsync(group => group.DeleteAsync(cancellationToken));

    public ValueTask<OffsetDeleteResponse> DeleteOffsetsAsync(OffsetDeleteRequest request, CancellationToken cancellationToken) =>
        CallAsync(group => group.DeleteOffsetsAsync(request, cancellationToken));

    public async ValueTask ForgetTopicAsync(string topic, CancellationToken cancellationToken) => await CallAsync(async group =>
    {
        await group.ForgetTopicAsync(topic, cancellationToken);
        return true;
    });

    private async ValueTask<T> CallAsync<T>(Func<ConsumerGroup, ValueTask<T>> call)
    {
        while (true)
        {
            var actor = actors.Awake(groupId);
            try
            {
                var holdsNothing = false;
                var result = await actor.CallAsync(async group =>
                {
                    var answer = await call(group);
                    holdsNothing = group.HoldsNothing;
                    return answer;
                });
                if (holdsNothing && await actor.RetireAsync(group => group is null or { HoldsNothing: true }))
                {
                    actors.Forget(groupId, actor);
                }

                return result;
            }
            catch (ActorRetiredException)
            {
                actors.Forget(groupId, actor);
            }
        }
    }
}
