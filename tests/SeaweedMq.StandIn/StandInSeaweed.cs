using KafkaGateway.SeaweedMq.StandIn.Broker;
using KafkaGateway.SeaweedMq.StandIn.Filer;
using KafkaGateway.SeaweedMq.StandIn.Hosting;

namespace KafkaGateway.SeaweedMq.StandIn;

/// <summary>
/// Master, filer and broker of a SeaweedFS 4.44, in this process and on ports of their own, as far as a gateway sees them: what they
/// promise, what they do not, and what goes wrong on a test's demand.
/// </summary>
internal sealed class StandInSeaweed : IAsyncDisposable
{
    private Door _master = null!;

    private StandInSeaweed(StandInOptions options)
    {
        var chunks = new MemoryChunks();
        Filer = new StandInFiler(new FilerTree(options.Time, chunks, new FilerEvents(options.Time)), chunks);
        Broker = new StandInBroker(options, Filer);
    }

    public StandInFiler Filer { get; }

    public StandInBroker Broker { get; }

    /// <summary>host:port.grpcPort. Nothing is asked of a master by HTTP, so it is one port.</summary>
    public string MasterAddress => $"{_master.Address}.{_master.Port}";

    public string FilerAddress => Filer.Address;

    public string BrokerAddress => Broker.Address;

    public static async Task<StandInSeaweed> StartAsync(StandInOptions? options = null)
    {
        var weed = new StandInSeaweed(options ?? new StandInOptions());
        weed._master = await Door.OpenAsync(new StandInMaster(() => weed.MasterAddress, weed.AddressOf));
        await weed.Filer.OpenAsync();
        weed.Filer.Masters.Add(weed.MasterAddress);
        await weed.Broker.OpenAsync();
        return weed;
    }

    /// <summary>How often a method of the master was called.</summary>
    public int MasterCalls(string method) => _master.Calls(method);

    private string? AddressOf(string type) => type switch
    {
        "broker" => BrokerAddress,
        "filer" => FilerAddress,
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Filer.DisposeAsync();
        await _master.DisposeAsync();
    }
}
