using System.Globalization;

namespace KafkaGateway.SeaweedMq.Connections;

/// <summary>Where a master or filer is: HOST:PORT, whose gRPC port is 10000 above, or HOST:PORT.GRPCPORT.</summary>
internal readonly record struct SeaweedAddress(string Host, int HttpPort, int GrpcPort)
{
    private const int GrpcAbove = 10_000;

    public string Grpc => string.Create(CultureInfo.InvariantCulture, $"{Host}:{GrpcPort}");

    public string Http => string.Create(CultureInfo.InvariantCulture, $"{Host}:{HttpPort}");

    /// <exception cref="FormatException">It is neither.</exception>
    public static SeaweedAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not HOST:PORT or HOST:PORT.GRPCPORT");

    public static bool TryParse(string text, out SeaweedAddress address)
    {
        address = default;
        var colon = text.LastIndexOf(':');
        var ports = text[(colon + 1)..].Split('.');
        if (colon < 1 || ports.Length > 2 || !TryPort(ports[0], out var http))
            return false;
        var grpc = http + GrpcAbove;
        if (ports.Length == 2 && !TryPort(ports[1], out grpc))
            return false;
        address = new SeaweedAddress(text[..colon], http, grpc);
        return true;
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
}
