using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.Shared.Processes;

namespace KafkaGateway.SeaweedMqProcess.Tests.Stack;

/// <summary>A Kafka that keeps its records on a SeaweedFS, all of processes.</summary>
internal sealed class KafkaOnSeaweed : IAsyncDisposable
{
    private KafkaOnSeaweed(SeaweedProcesses seaweed, ClusterProcesses kafka) => (Seaweed, Kafka) = (seaweed, kafka);

    public SeaweedProcesses Seaweed { get; }

    public ClusterProcesses Kafka { get; }

    /// <summary>Who own partitions.</summary>
    public IReadOnlyList<string> Owners => [.. Kafka.Silos.Select(silo => silo.Name)];

    /// <param name="shape">Which processes.</param>
    /// <param name="acksAll">The setting seaweedmq.acks.all.</param>
    public static async Task<KafkaOnSeaweed> StartAsync(Shape shape, string acksAll = "memory")
    {
        var seaweed = await SeaweedProcesses.StartAsync();
        try
        {
            string[] storage =
            [
                "--storage", "seaweedmq", "--seaweedmq-masters", seaweed.Masters, "--set", $"seaweedmq.acks.all={acksAll}",
                "--set", $"seaweedmq.flush.interval.ms={SeaweedProcesses.FlushInterval.TotalMilliseconds}",
            ];
            return new KafkaOnSeaweed(seaweed, shape == Shape.OneProcess
                ? await ClusterProcesses.StartOneAsync(storage)
                : await ClusterProcesses.StartAsync(silos: 2, gateways: 1, storage: storage));
        }
        catch
        {
            await seaweed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills one, and starts it again.</summary>
    public async Task RestartOwnerAsync(string owner)
    {
        await Kafka.KillAsync(owner);
        await Kafka.StartAsync(owner);
    }

    /// <summary>Kills all of them at once, and starts them again: what they had in their memory is gone.</summary>
    public async Task RestartOwnersAsync()
    {
        await Task.WhenAll(Owners.Select(Kafka.KillAsync));
        await Task.WhenAll(Owners.Select(Kafka.StartAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await Kafka.DisposeAsync();
        await Seaweed.DisposeAsync();
    }
}
