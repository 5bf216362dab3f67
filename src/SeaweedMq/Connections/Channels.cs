using System.Collections.Concurrent;
using Grpc.Net.Client;

namespace KafkaGateway.SeaweedMq.Connections;

/// <summary>One gRPC channel an address, which opens further connections where it runs out of streams.</summary>
internal sealed class Channels(SeaweedMqTls? tls) : IDisposable
{
    // The server ends connections that are pinged more often than every 20 s.
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new(StringComparer.Ordinal);

    public GrpcChannel To(string address) => _channels.GetOrAdd(address, static (address, tls) => GrpcChannel.ForAddress(
        $"{(tls is null ? "http" : "https")}://{address}",
        new GrpcChannelOptions
        {
            HttpHandler = MakeHandler(tls),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
        }), tls);

    public static SocketsHttpHandler MakeHandler(SeaweedMqTls? tls)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingEvery,
            KeepAlivePingTimeout = PingTimeout,
            ConnectTimeout = ConnectTimeout,
            InitialHttp2StreamWindowSize = 1 << 20,
        };
        if (tls is not null)
            handler.SslOptions = tls.ToOptions();
        return handler;
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
    }
}
