using KafkaGateway.SeaweedMq.Tests.StandIn.Broker;
using KafkaGateway.SeaweedMq.Tests.StandIn.Filer;
using KafkaGateway.SeaweedMq.Tests.StandIn.Hosting;

namespace KafkaGateway.SeaweedMq.Tests.StandIn;

/// <summary>
/// Master, filer and broker of a SeaweedFS 4.44, in this process and on ports of their own, as far as a gateway sees them: what they
/// promise, what they do not, and what goes wrong on a test's demand.
/// </summary>
internal sealed class StandInSeaweed : IAsyncDisposable
{
    private Door _master = null!;

    private StandInSeaweed(StandInOptions options)
    {
        Filer = new StandInFiler(options.Time);
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
        weed._master = await Door.OpenAsync(new StandInMaster(weed));
        await weed.Filer.OpenAsync();
        weed.Filer.Masters.Add(weed.MasterAddress);
        await weed.Broker.OpenAsync();
        return weed;
    }

    /// <summary>How often a method of the master was called.</summary>
    public int MasterCalls(string method) => _master.Calls(method);

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Filer.DisposeAsync();
        await _master.DisposeAsync();
    }
}
