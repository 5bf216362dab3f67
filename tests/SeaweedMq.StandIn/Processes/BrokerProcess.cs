using KafkaGateway.SeaweedMq.StandIn.Broker;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>The broker. All that it keeps is in the filer.</summary>
internal static class BrokerProcess
{
    public static async Task StartAsync(Flags flags)
    {
        var master = new MasterClient(flags["master"]);
        var options = new StandInOptions { FlushInterval = TimeSpan.FromSeconds(flags.Number("logFlushInterval")) };
        await new StandInBroker(options, new DistantFiler(master)).OpenAsync(flags.Port);
        _ = Joining.JoinAsync(flags["master"], "broker", flags.Address);
        Console.WriteLine("broker connects to balancer");
    }
}
