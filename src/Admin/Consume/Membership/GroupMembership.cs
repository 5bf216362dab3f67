using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Groups;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Groups.Assignors;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Consume.Membership;

/// <summary>A consumer's place in a group, by the classic protocol: it joins, shows that it is there, and leaves.</summary>
internal sealed class GroupMembership(Session session, string group, string topic)
{
    private const string ConsumerType = "consumer";

    // What Java's consumers say.
    private const int SessionTimeoutMs = 45_000;
    private const int RebalanceTimeoutMs = 300_000;

    // The oldest, which all members can read.
    private const short SubscriptionVersion = 0;

    // A join waits until all others have joined again, a sync until the leader has shared out.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(RebalanceTimeoutMs + 10_000);

    private readonly Leadership _leadership = new(session.Client);
    private string _memberId = "";

    /// <summary>Whether an error says that the group shares out anew, or has done so without this member.</summary>
    public static bool EndsGeneration(ErrorCode code) => code is ErrorCode.RebalanceInProgress or ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId;

    /// <summary>Joins the next generation.</summary>
    /// <returns>As whom, and the partitions of the topic that fell to this member.</returns>
    public async Task<(MemberIdentity Identity, IReadOnlyList<TopicPartition> Partitions)> JoinAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var joined = await CallAsync<JoinGroupResponse>(JoinRequest(), CheckJoin, cancellationToken, s_patience);
                var isLeader = joined.Leader == joined.MemberId;
                var shares = isLeader ? await _leadership.ShareOutAsync(joined, cancellationToken) : _leadership.GiveUp();
                var identity = new MemberIdentity(joined.GenerationId, joined.MemberId);
                var synced = await CallAsync<SyncGroupResponse>(
                    SyncRequest(identity, joined.ProtocolName, shares), answer => Check(answer.ErrorCode), cancellationToken, s_patience);
                return (identity, [.. OwnShare(synced.Assignment)]);
            }
            catch (BrokerErrorException again) when (again.Code == ErrorCode.MemberIdRequired || EndsGeneration(again.Code))
            {
                if (again.Code is ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId)
                    _memberId = "";
            }
        }
    }

    /// <summary>Shows that the member is there; fails where that is not known any more.</summary>
    /// <returns>Whether the partitions are still those that were shared out. Only the leader looks.</returns>
    public async Task<bool> HeartbeatAsync(MemberIdentity identity, CancellationToken cancellationToken)
    {
        var request = new HeartbeatRequest { GroupId = group, GenerationId = identity.GenerationId, MemberId = identity.MemberId };
        await CallAsync<HeartbeatResponse>(request, answer => Check(answer.ErrorCode), cancellationToken);
        return await _leadership.IsUpToDateAsync(cancellationToken);
    }

    /// <summary>Tells the group that the member goes, so that others get its partitions at once.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (_memberId.Length == 0)
            return;

        // Up to version 2 the one member stands by itself, from 3 on in a list.
        var coordinator = await session.Coordinators.FindAsync(group, cancellationToken);
        var listed = (await session.Client.NodeAsync(coordinator.Id, cancellationToken)).VersionOf(KafkaApis.LeaveGroup) >= 3;
        var request = listed
            ? new LeaveGroupRequest { GroupId = group, Members = [new() { MemberId = _memberId }] }
            : new LeaveGroupRequest { GroupId = group, MemberId = _memberId };
        await CallAsync<LeaveGroupResponse>(request, answer => Check(answer.ErrorCode), cancellationToken);
    }

    private JoinGroupRequest JoinRequest()
    {
        var subscription = ConsumerProtocol.Write(new ConsumerProtocolSubscription { Topics = [topic] }, SubscriptionVersion);
        return new JoinGroupRequest
        {
            GroupId = group,
            MemberId = _memberId,
            SessionTimeoutMs = SessionTimeoutMs,
            RebalanceTimeoutMs = RebalanceTimeoutMs,
            ProtocolType = ConsumerType,
            Protocols = [.. AssignorCatalog.Names.Select(name => new JoinGroupRequest.JoinGroupRequestProtocol { Name = name, Metadata = subscription })],
        };
    }

    private SyncGroupRequest SyncRequest(MemberIdentity identity, string? protocol, Dictionary<string, ReadOnlyMemory<byte>> shares) => new()
    {
        GroupId = group,
        GenerationId = identity.GenerationId,
        MemberId = identity.MemberId,
        ProtocolType = ConsumerType,
        ProtocolName = protocol,
        Assignments = [.. shares.Select(share => new SyncGroupRequest.SyncGroupRequestAssignment { MemberId = share.Key, Assignment = share.Value })],
    };

    private IEnumerable<TopicPartition> OwnShare(ReadOnlyMemory<byte> assignment) =>
        from assigned in ConsumerProtocol.Read<ConsumerProtocolAssignment>(assignment)?.AssignedPartitions ?? []
        where assigned.Topic == topic
        from partition in assigned.Partitions
        select new TopicPartition(topic, partition);

    // With the error that asks for a member id comes the id.
    private void CheckJoin(JoinGroupResponse answer)
    {
        if (answer.ErrorCode is ErrorCode.None or ErrorCode.MemberIdRequired)
            _memberId = answer.MemberId;
        Check(answer.ErrorCode);
    }

    private void Check(ErrorCode code) => BrokerErrorException.ThrowIfFailed(code, $"group {group}");

    private Task<TResponse> CallAsync<TResponse>(
        IKafkaMessage request, Action<TResponse> check, CancellationToken cancellationToken, TimeSpan? patience = null)
        where TResponse : class, IKafkaMessage => session.Coordinators.CallAsync(group, request, check, cancellationToken, patience);
}
