using System.Globalization;

namespace KafkaGateway.Admin.Client;

/// <summary>Where a broker listens.</summary>
internal readonly record struct BrokerAddress(string Host, int Port)
{
    /// <summary>Understands a bootstrap list: HOST:PORT, parted by commas; an IPv6 address stands in brackets.</summary>
    public static IReadOnlyList<BrokerAddress> ParseList(string text)
    {
        var addresses = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        return addresses.Count > 0 ? addresses : throw new AdminException("--bootstrap-server names no broker: give HOST:PORT[,HOST:PORT...]");
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static BrokerAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            throw new AdminException($"--bootstrap-server '{text}' is not HOST:PORT, such as 127.0.0.1:9092");
        return new BrokerAddress(text[..colon].Trim('[', ']'), port);
    }
}
