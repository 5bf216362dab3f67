namespace KafkaGateway.Contracts.Messages;

/// <summary>
/// Who sends a group request, as far as the group keeps it: the request header's client id; the address that the client's connection comes from,
/// written "/127.0.0.1" as Kafka shows it; and the version the client spoke, where behaviour depends on it (member id required, error choice).
/// </summary>
public sealed partial class GroupCaller
{
    /// <summary>For the codec.</summary>
    public GroupCaller() { }

    /// <summary>A caller whose every part is known.</summary>
    public GroupCaller(string clientId, string clientHost, short apiVersion) =>
        (ClientId, ClientHost, ApiVersion) = (clientId, clientHost, apiVersion);
}
