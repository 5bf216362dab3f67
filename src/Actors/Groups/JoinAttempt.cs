using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Groups;

/// <summary>A JoinGroup request as the group keeps it.</summary>
internal sealed record JoinAttempt(
    long Call,
    GroupCaller Caller,
    string MemberId,
    string? GroupInstanceId,
    string ProtocolType,
    IReadOnlyList<MemberProtocol> Protocols,
    int SessionTimeoutMs,
    int RebalanceTimeoutMs,
    string Reason)
{
    public static JoinAttempt From(long call, JoinGroupRequest request, GroupCaller caller) => new(
        call,
        caller,
        request.MemberId,
        request.GroupInstanceId,
        request.ProtocolType,
        [.. request.Protocols.DistinctBy(protocol => protocol.Name).Select(protocol => new MemberProtocol(protocol.Name, protocol.Metadata))],
        request.SessionTimeoutMs,
        // Version 0 has no rebalance timeout; the session timeout served as both.
        request.RebalanceTimeoutMs < 0 ? request.SessionTimeoutMs : request.RebalanceTimeoutMs,
        request.Reason ?? "not provided");
}
