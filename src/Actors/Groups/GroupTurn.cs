using KafkaGateway.Protocol;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Groups;

/// <summary>An answer to a call that waited; call numbers are the actor's.</summary>
internal readonly record struct GroupReply(long Call, IKafkaMessage Response);

/// <summary>
/// One step of a group: what it may look at, and what it wants done afterwards. The steps change the group and fill these lists; the
/// actor delivers the replies and does the writes.
/// </summary>
internal sealed class GroupTurn(ClassicGroup group, GroupSettings settings, long nowMs, Func<Guid> newId, ILogger logger)
{
    public ClassicGroup Group => group;

    public GroupSettings Settings => settings;

    public long NowMs => nowMs;

    public ILogger Logger => logger;

    public List<GroupReply> Replies { get; } = [];

    public List<GroupWrite> Writes { get; } = [];

    /// <summary>In Kafka's form: the client's or the instance's id, a dash and a random uuid.</summary>
    public string NewMemberId(string prefix) => $"{prefix}-{newId():D}";

    public void Reply(long call, IKafkaMessage response) => Replies.Add(new(call, response));

    public void RestartSession(GroupMember member) => RestartSession(member, member.SessionTimeoutMs);

    public void RestartSession(GroupMember member, int timeoutMs)
    {
        member.SessionDeadlineMs = nowMs + timeoutMs;
        group.WakeAt(member.SessionDeadlineMs);
    }

    public void SetJoinTimer(JoinTimer timer)
    {
        group.JoinTimer = timer;
        group.WakeAt(timer.DueMs);
    }
}
