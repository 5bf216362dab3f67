namespace KafkaGateway.Admin.Groups;

/// <summary>As whom something is asked of a group.</summary>
/// <param name="GenerationId">The generation the member belongs to.</param>
/// <param name="MemberId">The name that the group gave it.</param>
internal readonly record struct MemberIdentity(int GenerationId, string MemberId)
{
    /// <summary>Nobody of the group: allowed while it has no members.</summary>
    public static MemberIdentity Outside { get; } = new(-1, "");
}
