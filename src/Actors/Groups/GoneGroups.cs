using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Groups;

/// <summary>What is left of groups that were deleted.</summary>
public static class GoneGroups
{
    // Nothing of an owner who lost the group is under way as long as that.
    private static readonly TimeSpan NothingIsUnderWayAfter = TimeSpan.FromDays(1);

    /// <summary>Forgets who owned them.</summary>
    public static async Task ForgetOwnersAsync(IGroupOwners owners, TimeProvider time, CancellationToken cancellationToken) =>
        await owners.ForgetAsync(GroupSnapshot.Kind, time.GetUtcNow() - NothingIsUnderWayAfter, cancellationToken);
}
