using System.Globalization;
using System.Net;

namespace KafkaGateway.Gateway.Connections;

/// <summary>A host and port as people write them: "127.0.0.1:9092", "localhost:0", "[::1]:9092", ":9092" for all addresses.</summary>
/// <param name="Host">A name or an address; empty for all addresses.</param>
/// <param name="Port">0 to 65535; 0 lets the system choose where it is listened on.</param>
public sealed record ListenEndpoint(string Host, int Port)
{
    /// <summary>Reads the form HOST:PORT.</summary>
    /// <exception cref="FormatException">It is not of that form; the message says what is.</exception>
    public static ListenEndpoint Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        if (colon < 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || (host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[')))
        {
            throw new FormatException($"'{text}' is not HOST:PORT, such as 127.0.0.1:9092, [::1]:9092 or localhost:0");
        }

        return new ListenEndpoint(host.Trim('[', ']'), port);
    }

    /// <summary>The address to bind: the first that the name resolves to.</summary>
    /// <exception cref="IOException">The name does not resolve.</exception>
    public IPEndPoint Resolve()
    {
        if (Host.Length == 0)
        {
            return new IPEndPoint(IPAddress.Any, Port);
        }

        if (IPAddress.TryParse(Host, out var address))
        {
            return new IPEndPoint(address, Port);
        }

        try
        {
            var addresses = Dns.GetHostAddresses(Host);
            return new IPEndPoint(addresses.FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? addresses[0], Port);
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or IndexOutOfRangeException)
        {
            throw new IOException($"cannot listen on {this}: the host name does not resolve to an address", failure);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
