using Grpc.Net.Client;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

/// <summary>
/// A SeaweedFS and clients of it: a stand-in, or the real one that SEAWEEDMQ_MASTERS, SEAWEEDMQ_FILER and SEAWEEDMQ_BROKER name, so
/// that the same tests tell where the two differ.
/// </summary>
internal sealed class WeedUnderTest : IAsyncDisposable
{
    private readonly StandInSeaweed? _standIn;
    private readonly List<GrpcChannel> _channels = [];

    private WeedUnderTest(StandInSeaweed? standIn)
    {
        _standIn = standIn;
        FilerAddress = standIn?.FilerAddress ?? RealAddress("FILER");
        BrokerAddress = standIn?.BrokerAddress ?? RealAddress("BROKER");
        var master = standIn?.MasterAddress ?? RealAddress("MASTERS").Split(',')[0];
        Master = new Wire.Master.Seaweed.SeaweedClient(Channel(GrpcAddressOf(master)));
        Filer = new SeaweedFiler.SeaweedFilerClient(Channel(GrpcAddressOf(FilerAddress)));
        Broker = new SeaweedMessaging.SeaweedMessagingClient(Channel(BrokerAddress));
        Http = new HttpClient { BaseAddress = new Uri($"http://{FilerAddress.Split('.')[..4].Aggregate((a, b) => $"{a}.{b}")}/") };
    }

    public static bool IsReal => Environment.GetEnvironmentVariable("SEAWEEDMQ_MASTERS") is { Length: > 0 };

    public StandInSeaweed StandIn => _standIn ?? throw new InvalidOperationException("A real SeaweedFS does not fail on demand.");

    public string FilerAddress { get; }

    public string BrokerAddress { get; }

    public Wire.Master.Seaweed.SeaweedClient Master { get; }

    public SeaweedFiler.SeaweedFilerClient Filer { get; }

    public SeaweedMessaging.SeaweedMessagingClient Broker { get; }

    public HttpClient Http { get; }

    public static async Task<WeedUnderTest> StartAsync(StandInOptions? options = null) =>
        new(IsReal ? null : await StandInSeaweed.StartAsync(options));

    public static async Task<WeedUnderTest> StartStandInAsync(StandInOptions? options = null) =>
        new(await StandInSeaweed.StartAsync(options));

    /// <summary>A broker client with a connection of its own.</summary>
    public SeaweedMessaging.SeaweedMessagingClient AnotherBroker() => new(Channel(BrokerAddress));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var channel in _channels)
            channel.Dispose();
        if (_standIn is not null)
            await _standIn.DisposeAsync();
    }

    private static string RealAddress(string name) =>
        Environment.GetEnvironmentVariable($"SEAWEEDMQ_{name}") ?? throw new InvalidOperationException($"SEAWEEDMQ_{name} is not set.");

    /// <summary>host:port.grpcPort names the port of gRPC, host:port means 10000 more.</summary>
    private static string GrpcAddressOf(string address)
    {
        var (host, ports) = (address[..address.LastIndexOf(':')], address[(address.LastIndexOf(':') + 1)..].Split('.'));
        return $"{host}:{(ports.Length == 2 ? int.Parse(ports[1]) : int.Parse(ports[0]) + 10_000)}";
    }

    private GrpcChannel Channel(string address)
    {
        _channels.Add(GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions { MaxReceiveMessageSize = 1 << 30 }));
        return _channels[^1];
    }
}
