using KafkaGateway.Actors.Groups;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Grains.Placement;
using KafkaGateway.Protocol.Messages;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace KafkaGateway.Grains;

/// <summary>
/// Hosts the coordinator of one group. A group without members goes when nobody has asked for it for a while; one with members stays, so that
/// it notices when they fall silent; one that does not exist goes at once.
/// </summary>
[Reentrant, RendezvousPlacement, GrainType("consumer-group")]
internal sealed class ConsumerGroupGrain : ActorGrain, IConsumerGroupGrain, IDisposable
{
    private readonly ConsumerGroup _group;

    public ConsumerGroupGrain(SiloPorts silo, HostedGrains hosted)
        : base(hosted) => _group = new ConsumerGroup(NameGrainKey.Parse(this.GetPrimaryKeyString()), new GroupPorts
        {
            Settings = silo.GroupSettings,
            States = silo.States,
            Offsets = silo.Offsets,
            Catalog = silo.Actors.Catalog,
            Time = silo.Time,
            Turns = Turns,
            NewId = Guid.NewGuid,
            Logger = silo.Logger,
            SteppedDown = DeactivateOnIdle,
        });

    /// <summary>The group's state as clients see it, null where there is none. May be asked from any thread.</summary>
    public string? State => _group.State;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Dispose();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public void Dispose() => _group.Dispose();

    public ValueTask<JoinGroupResponse> JoinAsync(JoinGroupRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        CallAsync(WaitAsync(ending => _group.JoinAsync(request, caller, ending), Timeout.InfiniteTimeSpan, cancellationToken));

    public ValueTask<SyncGroupResponse> SyncAsync(SyncGroupRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        CallAsync(WaitAsync(ending => _group.SyncAsync(request, caller, ending), Timeout.InfiniteTimeSpan, cancellationToken));

    public ValueTask<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest request, CancellationToken cancellationToken) =>
        CallAsync(_group.HeartbeatAsync(request, cancellationToken));

    public ValueTask<LeaveGroupResponse> LeaveAsync(LeaveGroupRequest request, CancellationToken cancellationToken) =>
        CallAsync(_group.LeaveAsync(request, cancellationToken));

    public ValueTask<OffsetCommitResponse> CommitAsync(OffsetCommitRequest request, GroupCaller caller, CancellationToken cancellationToken) =>
        CallAsync(_group.CommitAsync(request, caller, cancellationToken));

    public ValueTask<OffsetFetchResponse.OffsetFetchResponseGroup> FetchOffsetsAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup request, bool requireStable, CancellationToken cancellationToken) =>
        CallAsync(_group.FetchOffsetsAsync(request, requireStable, cancellationToken));

    public ValueTask<DescribeGroupsResponse.DescribedGroup> DescribeAsync(CancellationToken cancellationToken) =>
        CallAsync(_group.DescribeAsync(cancellationToken));

    public ValueTask<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(CancellationToken cancellationToken) =>
        CallAsync(_group.DeleteAsync(cancellationToken));

    public ValueTask<OffsetDeleteResponse> DeleteOffsetsAsync(OffsetDeleteRequest request, CancellationToken cancellationToken) =>
        CallAsync(_group.DeleteOffsetsAsync(request, cancellationToken));

    public async ValueTask ForgetTopicAsync(string topic, CancellationToken cancellationToken)
    {
        await _group.ForgetTopicAsync(topic, cancellationToken);
        Settle();
    }

    private async ValueTask<T> CallAsync<T>(ValueTask<T> call)
    {
        var answer = await call;
        Settle();
        return answer;
    }

    private void Settle()
    {
        if (_group.HoldsNothing)
            DeactivateOnIdle();
        else if (_group.LongestSession is { } session)
            DelayDeactivation(session);
    }
}
