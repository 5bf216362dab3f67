namespace KafkaGateway.Contracts.Storage;

/// <summary>
/// Storage did not answer this time. What is open stays open and is as it was: unlike after other failures the same can be asked again.
/// </summary>
public sealed class StorageUnavailableException : StorageException
{
    /// <summary>With a message that names the server.</summary>
    public StorageUnavailableException(string message) : base(message) { }

    /// <summary>With a message that names the server, and the cause.</summary>
    public StorageUnavailableException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Without a message; kept for the exception pattern.</summary>
    public StorageUnavailableException() { }
}
