using System.Diagnostics;
using KafkaGateway.Shared.Load;
using KafkaGateway.Shared.Processes;
using KafkaGateway.Protocol.Messages;
using Xunit.Abstractions;

namespace KafkaGateway.ClusterProcess.Tests.Membership;

/// <summary>Metadata names the gateways that live, and soon no other.</summary>
public sealed class MetadataTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_killed_gateway_is_out_of_all_metadata_within_5_s_and_a_new_one_is_in()
    {
        // One of the three has the list of nodes, so that it dies as well.
        await using var cluster = await ClusterProcesses.StartAsync(silos: 0, gateways: 2, both: 3);
        var worstOut = TimeSpan.Zero;
        var worstIn = TimeSpan.Zero;
        foreach (var victim in cluster.Gateways.ToList())
        {
            await EverybodyKnowsAsync(cluster);
            await cluster.KillAsync(victim.Name);
            var gone = await EverybodyKnowsAsync(cluster);
            await cluster.StartAsync(victim.Name);
            var back = await EverybodyKnowsAsync(cluster);
            output.Say($"{victim.Name}: out of metadata after {gone.TotalSeconds:F1} s, in again after {back.TotalSeconds:F1} s");
            worstOut = gone > worstOut ? gone : worstOut;
            worstIn = back > worstIn ? back : worstIn;
        }

        output.Say($"out of metadata after {worstOut.TotalSeconds:F1} s at worst, in after {worstIn.TotalSeconds:F1} s");
        Assert.InRange(worstOut, TimeSpan.Zero, Promise);
        Assert.InRange(worstIn, TimeSpan.Zero, Promise);
    }

    /// <summary>How long it takes until all gateways that run name exactly those that run.</summary>
    private static async Task<TimeSpan> EverybodyKnowsAsync(ClusterProcesses cluster)
    {
        var watch = Stopwatch.StartNew();
        var living = cluster.Gateways.Where(gateway => gateway.IsRunning).Select(gateway => gateway.Address).Order().ToList();
        await Task.WhenAll(living.Select(async address =>
        {
            await using var client = new ClusterClient([address], first: 0);
            while (await NamedAsync(client) is var named && !living.SequenceEqual(named))
            {
                Assert.True(watch.Elapsed < Patience, $"{address} names {string.Join(' ', named)}, but there are {string.Join(' ', living)}");
                await Task.Delay(LookEvery);
            }
        }));
        return watch.Elapsed;
    }

    private static async Task<List<string>> NamedAsync(ClusterClient client)
    {
        var metadata = await client.TryCallAsync<MetadataResponse>(MetadataRequest.ApiKey, new MetadataRequest { Topics = [] }, 12, CancellationToken.None);
        return [.. (metadata?.Brokers ?? []).Select(broker => $"{broker.Host}:{broker.Port}").Order()];
    }
}
