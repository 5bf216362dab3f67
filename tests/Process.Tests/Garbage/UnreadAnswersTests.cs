using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>Answers that were read from the disk and that nobody takes do not fill the memory.</summary>
public sealed class UnreadAnswersTests : IDisposable
{
    private const long MaxResidentMiB = 600;
    private const int Records = 200;
    private const int RecordBytes = 500_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Clients_that_fetch_much_and_read_nothing_leave_memory_for_those_who_do()
    {
        const int Clients = 60;
        await using var node = await NodeProcess.StartAsync(_folder.Path, "--data", "data", "--set", "log.flush=never");
        await using var client = await node.ConnectAsync();
        await client.CreateTopicAsync("t");
        for (var i = 0; i < Records; i++)
        {
            Assert.Equal(ErrorCode.None, (await client.ProduceAsync("t", TestBatches.Of(new string('x', RecordBytes)))).ErrorCode);
        }

        var fetch = WireClient.Encode(KafkaApis.Fetch, WireCalls.FetchRequest("t", 0, maxBytes: 50 << 20), 12, 1);
        var silent = new List<RawClient>();
        for (var i = 0; i < Clients; i++)
        {
            silent.Add(await RawClient.ConnectAsync(node.Address));
            await silent[^1].TrySendAsync(fetch);
        }

        // Every silent client has got as much as its socket takes once another has read everything twice.
        for (var offset = 0; offset < 2 * Records;)
        {
            var fetched = await client.FetchAsync("t", offset % Records, maxBytes: 50 << 20);
            offset += TestBatches.Values(fetched.Records).Count;
        }

        var peak = node.Use.PeakMiB;
        Assert.True(peak < MaxResidentMiB, $"the node took {peak} MiB of memory");
        silent.ForEach(one => one.Dispose());
    }
}
