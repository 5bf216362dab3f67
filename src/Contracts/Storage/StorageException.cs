namespace KafkaGateway.Contracts.Storage;

/// <summary>Storage failed: a full disk, a folder that cannot be written, a damaged file, a lost connection. The message names what.</summary>
public class StorageException : IOException
{
    /// <summary>With a message that names the file or server.</summary>
    public StorageException(string message) : base(message) { }

    /// <summary>With a message that names the file or server, and the cause.</summary>
    public StorageException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Without a message; kept for the exception pattern.</summary>
    public StorageException() { }
}
