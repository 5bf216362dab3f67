using System.Text.Json;
using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Process.Tests.CommandLine;

/// <summary>A node says when it is ready, and goes when it is told to.</summary>
public sealed class StartAndStopTests : IDisposable
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Standard_output_is_one_line_with_the_address_really_bound()
    {
        await using var node = await NodeProcess.StartAsync(_folder.Path, "--memory");
        await using var client = await node.ConnectAsync();
        var metadata = await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [] }, 12);
        Assert.Equal(node.Address, $"{metadata.Brokers[0].Host}:{metadata.Brokers[0].Port}");
        Assert.Equal($"{WatchedProcess.ReadyPrefix}{WatchedProcess.KafkaPrefix}{node.Address}", Assert.Single(node.Output));
    }

    [Fact]
    public async Task The_log_is_JSON_where_that_is_asked_for_each_entry_with_its_time_and_number()
    {
        var log = await LogAsync("--set", "console.log.format=json");
        Assert.NotEmpty(log);
        Assert.All(log, line =>
        {
            using var entry = JsonDocument.Parse(line);
            Assert.True(entry.RootElement.GetProperty("EventId").GetInt32() > 0);
            Assert.Equal(DateTimeKind.Utc, entry.RootElement.GetProperty("Timestamp").GetDateTime().Kind);
        });
    }

    [Fact]
    public async Task The_log_begins_at_the_level_that_is_asked_for()
    {
        Assert.Contains(await LogAsync(), line => line.Contains("KafkaGateway[1005] Listening", StringComparison.Ordinal));
        Assert.Empty(await LogAsync("--set", "console.log.level=warning"));
    }

    [Fact]
    public async Task Every_listener_is_named_and_tells_its_own_address()
    {
        await using var node = await NodeProcess.StartAsync(_folder.Path, "--memory", "--listen", "localhost:0");
        var addresses = node.Address.Split(',');
        Assert.Equal(2, addresses.Length);
        Assert.StartsWith("localhost:", addresses[1], StringComparison.Ordinal);
        await using var client = await WireClient.ConnectAsync(addresses[1].Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        var metadata = await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [] }, 12);
        Assert.Equal(addresses[1], $"{metadata.Brokers[0].Host}:{metadata.Brokers[0].Port}");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_it_with_exit_code_0_within_seconds_also_while_clients_wait(string signal)
    {
        await using var node = await NodeProcess.StartAsync(_folder.Path, "--memory");
        await using var idle = await node.ConnectAsync();
        await using var waiting = await node.ConnectAsync();
        await waiting.CreateTopicAsync("t");
        await waiting.SendAsync(WireCalls.FetchRequest("t", 0, maxWaitMs: 60_000), 12);
        node.Signal(signal);
        Assert.Equal(0, await node.Exited.WaitAsync(StopsWithin));
        Assert.DoesNotContain(node.Log, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_left_while_its_requests_waited_does_not_keep_the_node_from_stopping()
    {
        await using var node = await NodeProcess.StartAsync(_folder.Path, "--memory");
        await using (var client = await node.ConnectAsync())
        {
            await client.CreateTopicAsync("t");
            await client.SendAsync(WireCalls.FetchRequest("t", 0, maxWaitMs: 60_000), 12);
            await client.SendAsync(new MetadataRequest(), 12);
        }

        node.Signal("TERM");
        Assert.Equal(0, await node.Exited.WaitAsync(StopsWithin));
    }

    // Of a node that is started and stopped.
    private async Task<IReadOnlyList<string>> LogAsync(params string[] arguments)
    {
        await using var node = await NodeProcess.StartAsync(_folder.Path, ["--memory", .. arguments]);
        node.Signal("TERM");
        await node.Exited.WaitAsync(StopsWithin);
        return [.. node.Log];
    }
}
