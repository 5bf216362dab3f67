using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;
using KafkaGateway.Storage.Faults;
using KafkaGateway.Storage.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>Hosts one partition as a node does: opens it at the first call, replaces it when it has failed, dies and starts again.</summary>
internal sealed class PartitionHost(World world, LogFaultRates rates, PartitionOptions options)
{
    private static readonly PartitionKey Key = new("t", new Guid(1, 0, 0, new byte[8]), 0);
    private static readonly TopicSettings Settings = new(BrokerSettings.Of(), new Dictionary<string, string>());
    private readonly MemoryRecordLogs _logs = new(world.Time);
    private Life _life = new(world, rates);

    /// <summary>How often the machine lost its power, and with it what no flush had covered.</summary>
    public int PowerCuts { get; private set; }

    /// <summary>How often the process died or the owner was replaced.</summary>
    public int Replacements { get; private set; }

    /// <summary>The process dies, alone or with its machine; the next call finds a new one, which leads under the next epoch.</summary>
    public void Crash(bool powerCut)
    {
        PowerCuts += powerCut ? 1 : 0;
        Replacements++;
        _life.Kill();
        _logs.Crash(powerCut);
        _life = new(world, rates) { Epoch = _life.Epoch + 1 };
    }

    /// <summary>Calls the partition; the answer is null where its owner died before it could give one.</summary>
    /// <exception cref="StorageException">The log cannot be opened.</exception>
    public async Task<T?> CallAsync<T>(Func<Partition, ValueTask<T>> call)
        where T : class
    {
        var life = _life;
        var partition = await OpenedAsync(life);
        var answer = life.IsDead ? null : await call(partition);
        return life.IsDead ? null : answer;
    }

    private async Task<Partition> OpenedAsync(Life life)
    {
        while (true)
        {
            var opening = life.Opening ??= OpenAsync(life, failed: null);
            try
            {
                var partition = await opening;
                if (!partition.HasFailed || life.IsDead)
                    return partition;
                if (life.Opening == opening)
                    life.Opening = OpenAsync(life, partition);
            }
            catch (StorageException)
            {
                if (life.Opening == opening)
                    life.Opening = null;
                throw;
            }
        }
    }

    private async Task<Partition> OpenAsync(Life life, Partition? failed)
    {
        if (failed is not null)
        {
            Replacements++;
            await failed.DisposeAsync();
        }

        return await Partition.OpenAsync(
            new PartitionPorts(
                Key, life.Epoch, Settings, _ => Settings, new FaultyRecordLogs(_logs, life.Faults), life.Turns, world.Time, options, NullLogger.Instance),
            CancellationToken.None);
    }

    /// <summary>One process.</summary>
    private sealed class Life(World world, LogFaultRates rates)
    {
        public int Epoch { get; init; }

        public LogFaults Faults { get; } = new(world, rates);

        public WorldTurns Turns { get; } = new(world);

        public Task<Partition>? Opening { get; set; }

        public bool IsDead => Faults.IsDead;

        public void Kill()
        {
            Faults.IsDead = true;
            Turns.Kill();
        }
    }
}
