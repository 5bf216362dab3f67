using System.Text.RegularExpressions;
using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>The node that all the garbage goes to, and what must be true of it whatever has come.</summary>
public sealed partial class GarbageNode : IAsyncLifetime
{
    private const long MaxResidentMiB = 600;
    private readonly string _folder = Directory.CreateTempSubdirectory("kafka-node-").FullName;
    private NodeProcess? _node;
    private int _logLinesSeen;
    private int _checks;

    public string Address => _node!.Address;

    internal Task<WireClient> ConnectAsync() => _node!.ConnectAsync();

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartAsync(_folder, "--memory");
        await AssertServesAsync();
    }

    public async Task DisposeAsync()
    {
        _node!.Signal("TERM");
        Assert.Equal(0, await _node.Exited.WaitAsync(TimeSpan.FromSeconds(15)));
        await _node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The versions that the node says it serves.</summary>
    internal async Task<IReadOnlyList<(KafkaApi Api, short Version)>> ServedVersionsAsync()
    {
        await using var client = await ConnectAsync();
        var served = await client.CallAsync<ApiVersionsResponse>(new ApiVersionsRequest { ClientSoftwareName = "t", ClientSoftwareVersion = "1" }, 3);
        return
        [
            .. from api in served.ApiKeys
               from version in Enumerable.Range(api.MinVersion, api.MaxVersion - api.MinVersion + 1)
               select (KafkaApis.Find(api.ApiKey)!, (short)version),
        ];
    }

    /// <summary>
    /// Every well-behaved client is served, memory is bounded, and the log holds at most one line a connection that was closed, none of
    /// them with a stack trace.
    /// </summary>
    internal async Task AssertUnharmedAsync()
    {
        await AssertServesAsync();
        var peak = _node!.Use.PeakMiB;
        Assert.True(peak < MaxResidentMiB, $"the node took {peak} MiB of memory");
        var lines = _node.Log.Skip(_logLinesSeen).ToList();
        _logLinesSeen += lines.Count;
        Assert.DoesNotContain(lines, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
        var twice = lines.SelectMany(line => ConnectionId().Matches(line)).GroupBy(match => match.Value).FirstOrDefault(group => group.Count() > 1);
        Assert.True(twice is null, $"more than one line about connection {twice?.Key}:\n{string.Join('\n', lines.Where(line => twice is not null && line.Contains(twice.Key, StringComparison.Ordinal)))}");
    }

    internal long ResidentMiB => _node!.Use.MiB;

    internal IEnumerable<string> Log => _node!.Log;

    private async Task AssertServesAsync()
    {
        var topic = $"unharmed-{Interlocked.Increment(ref _checks)}";
        await using var client = await ConnectAsync();
        await client.CreateTopicAsync(topic);
        var produced = await client.ProduceAsync(topic, TestBatches.Of("a", "b"));
        Assert.Equal((ErrorCode.None, 0L), (produced.ErrorCode, produced.BaseOffset));
        var fetched = await client.FetchAsync(topic, 0);
        Assert.Equal(["a", "b"], TestBatches.Values(fetched.Records));
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+#\d+")]
    private static partial Regex ConnectionId();
}
