using KafkaGateway.Shared.Processes;

namespace KafkaGateway.SeaweedMqProcess.Tests.Seaweed;

/// <summary>
/// A SeaweedFS with a message queue, of four processes on loopback: each can be killed, and started again with the same ports and what is on its disk.
/// </summary>
internal sealed class SeaweedProcesses : IAsyncDisposable
{
    /// <summary>How often the broker writes out what it has; for the real one its default.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(SeaweedProgram.IsReal ? 5 : 2);

    /// <summary>A broker that is started sooner after it was killed may find its port taken.</summary>
    private static readonly TimeSpan BeforeRestart = SeaweedProgram.IsReal ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
    private readonly TemporaryFolder _folder = new();

    private SeaweedProcesses()
    {
        var ports = SeaweedPorts.Free();
        var master = $"127.0.0.1:{ports.Master}";
        Masters = master;
        Master = Make("master", [ports.Master, ports.Master + 10_000], null,
            "-ip=127.0.0.1", "-ip.bind=127.0.0.1", $"-port={ports.Master}", $"-mdir={Folder("master")}", "-peers=none", "-volumeSizeLimitMB=1024",
            "-defaultReplication=000", "-telemetry=false");
        Volume = Make("volume", [ports.Volume], null,
            "-ip=127.0.0.1", "-ip.bind=127.0.0.1", $"-port={ports.Volume}", $"-master={master}", $"-dir={Folder("volume")}", "-max=20");
        Filer = Make("filer", [ports.Filer, ports.Filer + 10_000], null,
            "-ip=127.0.0.1", "-ip.bind=127.0.0.1", $"-port={ports.Filer}", $"-master={master}", $"-defaultStoreDir={Folder("filer")}",
            $"-localSocket={Path.Combine(_folder.Path, "filer.sock")}");
        Broker = Make("mq.broker", [ports.Broker], "connects to balancer",
            "-ip=127.0.0.1", $"-port={ports.Broker}", $"-master={master}", $"-logFlushInterval={FlushInterval.TotalSeconds}");
    }

    /// <summary>For the setting seaweedmq.masters.</summary>
    public string Masters { get; }

    public SeaweedProcess Master { get; }

    public SeaweedProcess Volume { get; }

    public SeaweedProcess Filer { get; }

    public SeaweedProcess Broker { get; }

    private IEnumerable<SeaweedProcess> All => [Master, Volume, Filer, Broker];

    public static async Task<SeaweedProcesses> StartAsync()
    {
        var seaweed = new SeaweedProcesses();
        try
        {
            foreach (var process in seaweed.All)
            {
                process.Launch();
                await process.ReadyAsync();
            }

            return seaweed;
        }
        catch
        {
            await seaweed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the broker again, after it has ended.</summary>
    public async Task RestartBrokerAsync()
    {
        await Task.Delay(BeforeRestart);
        Broker.Launch();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in All.Reverse())
            await process.DisposeAsync();
        _folder.Dispose();
    }

    private SeaweedProcess Make(string name, int[] ports, string? readyText, params string[] flags) =>
        new(name, _folder.Path, ports, readyText, [name, .. flags]);

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
}
