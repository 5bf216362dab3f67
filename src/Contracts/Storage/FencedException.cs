namespace KafkaGateway.Contracts.Storage;

/// <summary>
/// A later owner has opened this log, or it was deleted: what was asked for has changed nothing and never will. The one who asked is no
/// longer the owner, and opening again under the same epoch is no way to become it.
/// </summary>
public sealed class FencedException : Exception
{
    /// <summary>With a message that names partition and epochs.</summary>
    public FencedException(string message) : base(message) { }

    /// <summary>With a message and a cause.</summary>
    public FencedException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Without a message; kept for the exception pattern.</summary>
    public FencedException() { }

    /// <summary>For an owner, or one who would like to be, who finds that another one has opened the log.</summary>
    /// <param name="key">Whose log it is.</param>
    /// <param name="epoch">The epoch of the one who is locked out.</param>
    /// <param name="laterEpoch">The epoch of the one who has opened it.</param>
    public static FencedException ByLaterOwner(PartitionKey key, int epoch, int laterEpoch) =>
        new($"A later owner has opened this log: {key} belongs to epoch {laterEpoch}, not to an owner of epoch {epoch}.");

    /// <summary>For an owner whose log is deleted.</summary>
    /// <param name="key">Whose log it was.</param>
    /// <param name="epoch">The epoch of the one who had it open.</param>
    public static FencedException ByDeletion(PartitionKey key, int epoch) =>
        new($"The log of {key} was deleted while an owner of epoch {epoch} had it open.");
}
