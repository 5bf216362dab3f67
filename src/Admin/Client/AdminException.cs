namespace KafkaGateway.Admin.Client;

/// <summary>A command cannot be carried out. The message is the one line that its user is told.</summary>
internal class AdminException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the same may succeed in a moment.</summary>
    public virtual bool IsTransient => false;
}
