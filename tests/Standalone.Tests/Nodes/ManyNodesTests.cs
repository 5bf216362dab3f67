using System.Diagnostics;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Standalone.Tests.Nodes;

public sealed class ManyNodesTests
{
    private const int Count = 50;

    [Fact]
    public async Task Fifty_nodes_live_in_one_process_each_with_its_own_port_and_data()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => KafkaNode.StartAsync()));
        try
        {
            Assert.Equal(Count, nodes.Select(node => node.BootstrapServers).Distinct().Count());
            var seen = await Task.WhenAll(nodes.Select(async (node, i) =>
            {
                await using var client = await WireClient.ConnectAsync(node.BootstrapServers);
                await client.CreateTopicAsync($"topic-{i}");
                await client.ProduceAsync($"topic-{i}", TestBatches.Of($"{i}"));
                var metadata = await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = null }, 12);
                var fetched = await client.FetchAsync($"topic-{i}", 0);
                return $"{metadata.Topics.Single().Name} {TestBatches.Values(fetched.Records).Single()}";
            }));
            Assert.Equal(Enumerable.Range(0, Count).Select(i => $"topic-{i} {i}"), seen);
        }
        finally
        {
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task A_node_takes_clients_within_300_ms_once_the_first_one_has_warmed_the_process()
    {
        var times = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await using var node = await KafkaNode.StartAsync();
            await using var client = await WireClient.ConnectAsync(node.BootstrapServers);
            await client.CallAsync<ApiVersionsResponse>(new ApiVersionsRequest(), 0);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        // The median, because the machine may be busy with something else for a moment.
        Assert.InRange(times.Skip(1).Order().ElementAt(4), 0, 300);
    }

    [Fact]
    public async Task A_node_starts_and_stops_under_a_synchronization_context_that_is_blocked()
    {
        var context = new BlockedContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        Task<KafkaNode> starting;
        try
        {
            starting = KafkaNode.StartAsync();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        await using var node = await starting.WaitAsync(TimeSpan.FromSeconds(30));
        await using var client = await WireClient.ConnectAsync(node.BootstrapServers);
        Assert.NotEmpty((await client.CallAsync<ApiVersionsResponse>(new ApiVersionsRequest(), 0)).ApiKeys);
    }

    private sealed class BlockedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // Whoever posts here waits for ever.
        }
    }
}
