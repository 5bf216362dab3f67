using System.Globalization;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Grains.Hosting;
using KafkaGateway.Grains.Interfaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Grains.Cluster;

/// <summary>
/// Lays what is set for brokers while they run over this process's settings, and tells the partitions hosted here, whose topics fall back to them.
/// It looks when it is told to, and once a second.
/// </summary>
internal sealed class SettingsFollower(
    IActors actors, ICluster cluster, BrokerSettings settings, HostedGrains hosted, TimeProvider time, ILogger<SettingsFollower> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _looking = new(1);
    private string _applied = "";

    /// <summary>What was set before this call acts here when it completes. What cannot be read now is tried again every second.</summary>
    public async ValueTask FollowAsync(CancellationToken cancellationToken)
    {
        // One after another: an earlier look must not undo what a later one has brought.
        await _looking.WaitAsync(cancellationToken);
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            GrainLog.SettingsNotFollowed(logger, failure.Message);
        }
        finally
        {
            _looking.Release();
        }
    }

    public override void Dispose()
    {
        _looking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FollowAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var own = await actors.Configs.GetAsync(
            ConfigResourceType.Broker, cluster.NodeId.ToString(CultureInfo.InvariantCulture), cancellationToken);
        var all = await actors.Configs.GetAsync(ConfigResourceType.Broker, "", cancellationToken);
        var texts = string.Join('\n', Lines(own)) + '\0' + string.Join('\n', Lines(all));
        if (texts == _applied || (_applied.Length == 0 && own.Count + all.Count == 0))
            return;
        settings.ApplyDynamic(own, all);
        await TellPartitionsAsync(cancellationToken);
        _applied = texts;
    }

    private static IEnumerable<string> Lines(IReadOnlyDictionary<string, string> texts) =>
        texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => $"{text.Key}={text.Value}");

    private async Task TellPartitionsAsync(CancellationToken cancellationToken)
    {
        var partitions = hosted.Awake.OfType<PartitionGrain>().Select(grain => PartitionGrainKey.Parse(grain.GetPrimaryKeyString()));
        foreach (var topic in partitions.ToLookup(partition => partition.Topic))
        {
            if (await actors.Topic(topic.Key).DescribeAsync(cancellationToken) is not { } description)
                continue;
            foreach (var partition in topic)
                await actors.Partition(partition).ConfigureAsync(description, cancellationToken);
        }
    }
}
