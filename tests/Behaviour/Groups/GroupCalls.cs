using System.Text;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Groups;

/// <summary>A group member of the past or the present: which versions it speaks.</summary>
internal sealed record GroupVersions(short Join, short Sync, short Heartbeat, short Leave, short Commit, short Fetch)
{
    public static readonly GroupVersions Oldest = new(0, 0, 0, 0, 1, 1);
    public static readonly GroupVersions Middle = new(3, 2, 2, 2, 5, 5);
    public static readonly GroupVersions Newest = new(9, 5, 4, 5, 9, 9);
}

/// <summary>One member of a group that reads a topic, on a connection of its own.</summary>
internal sealed class GroupMember(WireClient client, GroupVersions versions, string group, string topic) : IAsyncDisposable
{
    public string MemberId { get; private set; } = "";

    public int Generation { get; private set; } = -1;

    /// <summary>The same member on another connection.</summary>
    public GroupMember MovedTo(WireClient other) => new(other, versions, group, topic) { MemberId = MemberId, Generation = Generation };

    /// <summary>Sends a join whose answer <see cref="JoinedAsync"/> reads; a new member asks for its id first where its version does.</summary>
    public async Task JoinAsync()
    {
        if (MemberId.Length == 0 && versions.Join >= 4)
        {
            var refused = await client.CallAsync<JoinGroupResponse>(JoinRequest(), versions.Join);
            Assert.Equal(ErrorCode.MemberIdRequired, refused.ErrorCode);
            MemberId = refused.MemberId;
        }

        await client.SendAsync(JoinRequest(), versions.Join);
    }

    public async Task<JoinGroupResponse> JoinedAsync()
    {
        var response = (JoinGroupResponse)await client.ReceiveAsync(KafkaApis.Find(11)!, versions.Join);
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        Assert.Equal("range", response.ProtocolName);
        (MemberId, Generation) = (response.MemberId, response.GenerationId);
        return response;
    }

    public Task SendSyncAsync(params (string Member, byte[] Assignment)[] assignments) => client.SendAsync(
        new SyncGroupRequest
        {
            GroupId = group,
            GenerationId = Generation,
            MemberId = MemberId,
            ProtocolType = "consumer",
            ProtocolName = "range",
            Assignments = [.. assignments.Select(a => new SyncGroupRequest.SyncGroupRequestAssignment { MemberId = a.Member, Assignment = a.Assignment })],
        },
        versions.Sync);

    public async Task<byte[]> SyncedAsync()
    {
        var response = (SyncGroupResponse)await client.ReceiveAsync(KafkaApis.Find(14)!, versions.Sync);
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        return response.Assignment.ToArray();
    }

    public async Task<ErrorCode> HeartbeatAsync() => (await client.CallAsync<HeartbeatResponse>(
        new HeartbeatRequest { GroupId = group, GenerationId = Generation, MemberId = MemberId }, versions.Heartbeat)).ErrorCode;

    /// <summary>Asks until the answer is another one than before.</summary>
    public async Task<ErrorCode> NextHeartbeatAsync(ErrorCode before)
    {
        ErrorCode now;
        do
            now = await HeartbeatAsync();
        while (now == before);
        return now;
    }

    public async Task<ErrorCode> LeaveAsync()
    {
        var response = await client.CallAsync<LeaveGroupResponse>(
            versions.Leave < 3
                ? new LeaveGroupRequest { GroupId = group, MemberId = MemberId }
                : new LeaveGroupRequest { GroupId = group, Members = [new() { MemberId = MemberId }] },
            versions.Leave);
        return response.ErrorCode != ErrorCode.None || versions.Leave < 3 ? response.ErrorCode : response.Members.Single().ErrorCode;
    }

    public async Task<ErrorCode> CommitAsync(long offset, int partition = 0) => (await client.CallAsync<OffsetCommitResponse>(
        new OffsetCommitRequest
        {
            GroupId = group,
            MemberId = MemberId,
            GenerationIdOrMemberEpoch = Generation,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, CommittedOffset = offset, CommittedMetadata = "m" }] }],
        },
        versions.Commit)).Topics[0].Partitions[0].ErrorCode;

    public async Task<long> CommittedAsync()
    {
        if (versions.Fetch < 8)
        {
            var single = await client.CallAsync<OffsetFetchResponse>(
                new OffsetFetchRequest { GroupId = group, Topics = [new() { Name = topic, PartitionIndexes = [0] }] }, versions.Fetch);
            return single.Topics[0].Partitions[0].CommittedOffset;
        }

        var batched = await client.CallAsync<OffsetFetchResponse>(
            new OffsetFetchRequest { Groups = [new() { GroupId = group, Topics = [new() { Name = topic, PartitionIndexes = [0] }] }] }, versions.Fetch);
        return batched.Groups[0].Topics[0].Partitions[0].CommittedOffset;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private JoinGroupRequest JoinRequest() => new()
    {
        GroupId = group,
        MemberId = MemberId,
        SessionTimeoutMs = 30_000,
        RebalanceTimeoutMs = versions.Join == 0 ? -1 : 30_000,
        ProtocolType = "consumer",
        Protocols = [new() { Name = "range", Metadata = Subscription() }],
    };

    // ConsumerProtocolSubscription version 0: one topic, no user data.
    private byte[] Subscription() => [0, 0, 0, 0, 0, 1, 0, (byte)topic.Length, .. Encoding.UTF8.GetBytes(topic), 255, 255, 255, 255];
}
