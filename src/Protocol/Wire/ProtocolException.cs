namespace KafkaGateway.Protocol;

/// <summary>Octets that break the wire protocol, or a message that a version cannot carry. The message says what and where.</summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Says what is wrong, and where.</summary>
    public ProtocolException(string message)
        : base(message)
    {
    }

    /// <summary>The schema describes no such version of the message.</summary>
    public static ProtocolException NoSuchVersion(string message, short version) =>
        new($"{message} has no version {version}");

    /// <summary>A field is set that the version lacks and that must not be dropped silently.</summary>
    public static ProtocolException NotInVersion(string field, short version) =>
        new($"{field} is set, and version {version} has no such field");

    /// <summary>A field is null that is never null in the version.</summary>
    public static ProtocolException NullNotAllowed(string field) =>
        new($"{field} is null where a value is required");
}
