using System.Collections;

namespace KafkaGateway.Actors.Groups;

/// <summary>
/// The members of a group in the order they came, who leads them, which ids are promised but not yet used, and which protocols they have
/// in common.
/// </summary>
internal sealed class GroupMembers : IReadOnlyCollection<GroupMember>
{
    private readonly OrderedDictionary<string, GroupMember> _members = [];
    private readonly Dictionary<string, string> _staticMembers = [];
    private readonly Dictionary<string, long> _pending = [];
    private readonly Dictionary<string, int> _supporters = [];

    public int Count => _members.Count;

    public string? Leader { get; set; }

    /// <summary>How many wait for their join to be answered.</summary>
    public int AwaitingJoin { get; private set; }

    /// <summary>Member ids handed out with MEMBER_ID_REQUIRED and not used yet, with the time (ms) at which they lapse.</summary>
    public IReadOnlyDictionary<string, long> Pending => _pending;

    public bool HaveAllJoined => AwaitingJoin == Count && _pending.Count == 0;

    public int MaxRebalanceTimeoutMs => Count == 0 ? 0 : _members.Values.Max(member => member.RebalanceTimeoutMs);

    public GroupMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    public string? FindStatic(string? groupInstanceId) =>
        groupInstanceId is null ? null : _staticMembers.GetValueOrDefault(groupInstanceId);

    public bool IsSupportedByAll(string protocolName) => _supporters.GetValueOrDefault(protocolName) == Count;

    public void AddPending(string memberId, long deadlineMs) => _pending.Add(memberId, deadlineMs);

    public void Add(GroupMember member)
    {
        _pending.Remove(member.MemberId);
        Insert(Count, member);
        Leader ??= member.MemberId;
    }

    /// <summary>Takes out a member or a pending id; the next oldest member leads if it led. Unknown ids are no error.</summary>
    public void Remove(string memberId)
    {
        _pending.Remove(memberId);
        if (Find(memberId) is { } member)
            TakeOut(member);
        if (Leader == memberId)
            Leader = _members.Keys.FirstOrDefault();
    }

    /// <summary>Puts a member that has the same instance id in the place of another, leadership included.</summary>
    public void Replace(GroupMember old, GroupMember replacement)
    {
        var index = TakeOut(old);
        Insert(index, replacement);
        if (Leader == old.MemberId)
            Leader = replacement.MemberId;
    }

    public void Update(GroupMember member, IReadOnlyList<MemberProtocol> protocols, int rebalanceTimeoutMs, int sessionTimeoutMs)
    {
        CountSupport(member, -1);
        member.Protocols = protocols;
        CountSupport(member, 1);
        member.RebalanceTimeoutMs = rebalanceTimeoutMs;
        member.SessionTimeoutMs = sessionTimeoutMs;
    }

    /// <summary>Notes which join call a member waits for, null for none, and returns the one it waited for before.</summary>
    public long? Await(GroupMember member, long? joinCall)
    {
        var before = member.JoinCall;
        member.JoinCall = joinCall;
        AwaitingJoin += (joinCall is null ? 0 : 1) - (before is null ? 0 : 1);
        return before;
    }

    /// <summary>Makes sure that the leader is one who has joined. False where nobody has.</summary>
    public bool ElectJoinedLeader()
    {
        if (Leader is null)
            return false;
        if (Find(Leader) is { JoinCall: null })
        {
            if (_members.Values.FirstOrDefault(member => member.JoinCall is not null) is not { } joined)
                return false;
            Leader = joined.MemberId;
        }
        return true;
    }

    /// <summary>Each member votes for the first of its protocols that all support; the one with most votes wins, the earlier voter on a tie.</summary>
    public string? SelectProtocol() => _members.Values
        .Select(member => member.Vote(IsSupportedByAll))
        .OfType<string>()
        .GroupBy(name => name)
        .MaxBy(votes => votes.Count())?.Key;

    public IEnumerator<GroupMember> GetEnumerator() => _members.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Insert(int index, GroupMember member)
    {
        _members.Insert(index, member.MemberId, member);
        if (member.GroupInstanceId is not null)
            _staticMembers[member.GroupInstanceId] = member.MemberId;
        CountSupport(member, 1);
        if (member.JoinCall is not null)
            AwaitingJoin++;
    }

    private int TakeOut(GroupMember member)
    {
        var index = _members.IndexOf(member.MemberId);
        _members.RemoveAt(index);
        if (member.GroupInstanceId is not null)
            _staticMembers.Remove(member.GroupInstanceId);
        CountSupport(member, -1);
        if (member.JoinCall is not null)
            AwaitingJoin--;
        return index;
    }

    private void CountSupport(GroupMember member, int change)
    {
        foreach (var protocol in member.Protocols)
        {
            var count = _supporters.GetValueOrDefault(protocol.Name) + change;
            if (count == 0)
                _supporters.Remove(protocol.Name);
            else
                _supporters[protocol.Name] = count;
        }
    }
}
