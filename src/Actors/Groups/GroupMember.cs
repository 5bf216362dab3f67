namespace KafkaGateway.Actors.Groups;

/// <summary>One protocol that a member offers, with the subscription it would bring into it.</summary>
internal sealed record MemberProtocol(string Name, ReadOnlyMemory<byte> Metadata);

/// <summary>One member of a group. Calls that wait for the group are kept as numbers that the actor knows.</summary>
internal sealed class GroupMember(string memberId, string? groupInstanceId)
{
    public const long NoDeadline = long.MaxValue;

    public string MemberId { get; } = memberId;

    public string? GroupInstanceId { get; } = groupInstanceId;

    public string ClientId { get; init; } = "";

    public string ClientHost { get; init; } = "";

    public int RebalanceTimeoutMs { get; set; }

    public int SessionTimeoutMs { get; set; }

    /// <summary>In the member's order of preference.</summary>
    public IReadOnlyList<MemberProtocol> Protocols { get; set; } = [];

    public ReadOnlyMemory<byte> Assignment { get; set; }

    /// <summary>Set through <see cref="GroupMembers.Await"/>, which counts.</summary>
    public long? JoinCall { get; set; }

    public long? SyncCall { get; set; }

    /// <summary>Until its first join is answered; such a member expires even while it waits.</summary>
    public bool IsNew { get; set; }

    public long SessionDeadlineMs { get; set; } = NoDeadline;

    public bool IsStatic => GroupInstanceId is not null;

    /// <summary>A member that waits for the group need not send heartbeats.</summary>
    public bool HasSatisfiedHeartbeat => !IsNew && (JoinCall is not null || SyncCall is not null);

    public ReadOnlyMemory<byte> Metadata(string? protocolName) =>
        Protocols.FirstOrDefault(protocol => protocol.Name == protocolName)?.Metadata ?? default;

    /// <summary>The first of its protocols that all members support.</summary>
    public string? Vote(Func<string, bool> isCandidate) => Protocols.FirstOrDefault(protocol => isCandidate(protocol.Name))?.Name;

    public bool Matches(IReadOnlyList<MemberProtocol> protocols) =>
        protocols.Count == Protocols.Count
        && protocols.Zip(Protocols).All(pair => pair.First.Name == pair.Second.Name
            && pair.First.Metadata.Span.SequenceEqual(pair.Second.Metadata.Span));
}
