using System.Net;
using KafkaGateway.Contracts.Cluster;

namespace KafkaGateway.Gateway.Dispatch;

/// <summary>The listener that a client came in on, and the address it should come back to.</summary>
internal sealed record ListenerInfo(IPEndPoint BoundTo, AdvertisedListener Advertised);

/// <summary>What is known of one connection, for its whole life.</summary>
internal sealed record ConnectionInfo(string Id, ListenerInfo Listener, IPEndPoint Client)
{
    /// <summary>The client's address as Kafka shows it in group descriptions.</summary>
    public string ClientHost { get; } = "/" + Client.Address.Unmapped();

    /// <summary>Learnt from ApiVersions 3 and up, else empty.</summary>
    public string ClientSoftware { get; set; } = "";
}

/// <summary>What a handler may know of the request besides its body.</summary>
/// <param name="ApiVersion">The version that request and answer are in.</param>
/// <param name="ClientId">From the request header; "" where it was null.</param>
/// <param name="Connection">Where it came from.</param>
/// <param name="Aborted">Cancelled when nobody waits for the answer any more.</param>
/// <param name="Hurry">
/// Cancelled then, and when the node stops or the client has sent its last request: what waits for something to happen answers at once.
/// </param>
internal readonly record struct RequestContext(
    short ApiVersion, string ClientId, ConnectionInfo Connection, CancellationToken Aborted, CancellationToken Hurry);

internal static class AddressExtensions
{
    /// <summary>An IPv4 address that arrived on a dual-stack socket, written as IPv4.</summary>
    public static IPAddress Unmapped(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
