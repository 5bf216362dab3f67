using System.Text;
using KafkaGateway.Shared.History;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Shared.Load;

/// <summary>A member of a group: joins, is given partitions, says that it lives, joins again when told to.</summary>
internal sealed class GroupMember(string name, string group, string topic, IReadOnlyList<string> addresses, int first, ClusterHistory history)
    : LoadClient(name, history)
{
    private const short JoinVersion = 5;
    private const short SyncVersion = 3;
    private const short HeartbeatVersion = 3;
    private const short LeaveVersion = 2;
    private const int SessionTimeoutMs = 10_000;
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromMilliseconds(300);
    private string _memberId = "";
    private int _generation;
    private string _doing = "";

    protected override string Doing => _doing;

    protected override async Task WorkAsync(CancellationToken stop)
    {
        await using var client = new ClusterClient(addresses, first);
        while (!stop.IsCancellationRequested)
        {
            if (await JoinAsync(client, stop))
                await StayAsync(client, stop);
            else
                await Task.Delay(Backoff, stop);
        }

        await client.TryCallAsync<LeaveGroupResponse>(
            LeaveGroupRequest.ApiKey, new LeaveGroupRequest { GroupId = group, MemberId = _memberId }, LeaveVersion, CancellationToken.None);
    }

    private async Task<bool> JoinAsync(ClusterClient client, CancellationToken stop)
    {
        _doing = "joins";
        var joined = await client.TryCallAsync<JoinGroupResponse>(JoinGroupRequest.ApiKey, JoinRequest(), JoinVersion, stop);
        if (joined is { ErrorCode: ErrorCode.MemberIdRequired })
            _memberId = joined.MemberId;
        if (joined is null || !IsGood("join", joined.ErrorCode))
            return false;
        (_memberId, _generation) = (joined.MemberId, joined.GenerationId);
        _doing = $"syncs generation {_generation}";
        var synced = await client.TryCallAsync<SyncGroupResponse>(
            SyncGroupRequest.ApiKey,
            new SyncGroupRequest
            {
                GroupId = group,
                GenerationId = _generation,
                MemberId = _memberId,
                Assignments = [.. joined.Members.Select((member, index) => new SyncGroupRequest.SyncGroupRequestAssignment
                {
                    MemberId = member.MemberId,
                    Assignment = Assignment(index),
                })],
            },
            SyncVersion,
            stop);
        return synced is not null && IsGood("sync", synced.ErrorCode);
    }

    private async Task StayAsync(ClusterClient client, CancellationToken stop)
    {
        _doing = $"is in generation {_generation}";
        while (true)
        {
            await Task.Delay(HeartbeatEvery, stop);
            var answer = await client.TryCallAsync<HeartbeatResponse>(
                HeartbeatRequest.ApiKey, new HeartbeatRequest { GroupId = group, GenerationId = _generation, MemberId = _memberId }, HeartbeatVersion, stop);
            if (answer is not null && !IsGood("heartbeat", answer.ErrorCode) && !Retriable.Is(answer.ErrorCode))
                return;
        }
    }

    private bool IsGood(string what, ErrorCode error)
    {
        if (error == ErrorCode.None)
            return true;
        _doing = $"{what}: {error}";
        if (error is ErrorCode.UnknownMemberId)
            _memberId = "";
        if (!Retriable.Is(error) && error is not (ErrorCode.RebalanceInProgress or ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration or ErrorCode.MemberIdRequired))
            History.Add(new FatalAnswer(Name, _doing));
        return false;
    }

    private JoinGroupRequest JoinRequest() => new()
    {
        GroupId = group,
        MemberId = _memberId,
        SessionTimeoutMs = SessionTimeoutMs,
        RebalanceTimeoutMs = SessionTimeoutMs,
        ProtocolType = "consumer",
        Protocols = [new() { Name = "range", Metadata = Subscription() }],
    };

    // ConsumerProtocolSubscription version 0: one topic, no user data.
    private byte[] Subscription() => [0, 0, 0, 0, 0, 1, 0, (byte)topic.Length, .. Encoding.UTF8.GetBytes(topic), 255, 255, 255, 255];

    // ConsumerProtocolAssignment version 0: one topic, one partition, no user data.
    private byte[] Assignment(int partition) =>
        [0, 0, 0, 0, 0, 1, 0, (byte)topic.Length, .. Encoding.UTF8.GetBytes(topic), 0, 0, 0, 1, 0, 0, 0, (byte)partition, 255, 255, 255, 255];
}
