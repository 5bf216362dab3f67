namespace KafkaGateway.Contracts.Storage;

/// <summary>Who owns the offsets of each group, where that outlives the group itself.</summary>
public interface IGroupOwners
{
    /// <summary>
    /// Forgets the owners of groups that have neither offsets nor a state, as far as they became owners before a moment: of later ones something may
    /// still be on its way.
    /// </summary>
    /// <param name="stateKind">The kind of a group's state.</param>
    /// <param name="ownersSince">That moment.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StorageException">It can be tried again.</exception>
    ValueTask<int> ForgetAsync(string stateKind, DateTimeOffset ownersSince, CancellationToken cancellationToken);
}
