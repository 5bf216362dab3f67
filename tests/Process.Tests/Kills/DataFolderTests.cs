using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Process.Tests.Kills;

/// <summary>One process a folder, and what lies in the folder is never silently less than what was stored.</summary>
public sealed class DataFolderTests : IDisposable
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(15);
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_process_on_the_folder_is_refused_and_the_first_serves_on()
    {
        await using var node = await StartAsync();
        await RefusedAsync(Data);
        await using var client = await node.ConnectAsync();
        await client.CreateTopicAsync("t");
        Assert.Equal(ErrorCode.None, (await client.ProduceAsync("t", TestBatches.Of("a"))).ErrorCode);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_refuses_the_start()
    {
        await File.WriteAllTextAsync(Data, "a file where the folder should be");
        await RefusedAsync(Data);
        await RefusedAsync("/proc/data", "/proc/data");
    }

    [Fact]
    public async Task Everything_is_there_after_a_stop_in_good_order()
    {
        await using (var node = await StartAsync())
        {
            await using var client = await node.ConnectAsync();
            await client.CreateTopicAsync("t");
            await client.ProduceAsync("t", TestBatches.Of("a", "b"));
            await StopAsync(node);
        }

        await using var again = await StartAsync();
        Assert.Equal(["a", "b"], await ReadAsync(again, "t"));
    }

    [Fact]
    public async Task A_stop_under_load_answers_everything_that_it_has_stored()
    {
        const int Requests = 500;
        var answered = 0;
        await using (var node = await StartAsync())
        {
            await using var client = await node.ConnectAsync();
            await client.CreateTopicAsync("t");
            var sending = Task.Run(async () =>
            {
                for (var i = 0; i < Requests; i++)
                {
                    await client.SendAsync(WireCalls.ProduceRequest("t", TestBatches.Of($"{i}")), 9);
                }
            });
            while (await client.ReceiveFrameAsync() is { } frame)
            {
                var answer = (ProduceResponse)WireClient.Decode(KafkaApis.Produce, 9, frame, out _);
                Assert.Equal(answered++, answer.Responses[0].PartitionResponses[0].BaseOffset);
                if (answered == Requests / 10)
                {
                    node.Signal("TERM");
                }
            }

            await client.DisposeAsync();
            await sending.ContinueWith(_ => { }, TaskScheduler.Default);
            Assert.Equal(0, await node.Exited.WaitAsync(StopsWithin));
        }

        await using var again = await StartAsync();
        Assert.Equal(Enumerable.Range(0, answered).Select(number => $"{number}"), await ReadAsync(again, "t"));
    }

    [Fact]
    public async Task A_torn_end_is_cut_and_everything_before_it_is_kept()
    {
        await StoreAndKillAsync("t", records: 100);
        var segment = LastSegment("t");
        var length = new FileInfo(segment).Length;
        await using (var file = File.OpenWrite(segment))
        {
            file.Seek(0, SeekOrigin.End);
            var torn = TestBatches.Of("never acknowledged");
            await file.WriteAsync(torn.AsMemory(0, torn.Length - 5));
        }

        await using var node = await StartAsync();
        Assert.Equal(100, (await ReadAsync(node, "t")).Count);
        Assert.Equal(length, new FileInfo(segment).Length);
        Assert.Contains(node.Log, line => line.Contains(segment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_segment_is_refused_by_name_and_other_partitions_are_served()
    {
        await StoreAndKillAsync("t", records: 100);
        var segment = LastSegment("t");
        var damaged = await DamageAsync(segment);
        await using var node = await StartAsync();
        await using var client = await node.ConnectAsync();
        var answer = await client.ProduceAsync("t", TestBatches.Of("a"));
        Assert.Equal(ErrorCode.KafkaStorageError, answer.ErrorCode);
        Assert.Contains(segment, answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.KafkaStorageError, (await client.FetchAsync("t", 0)).ErrorCode);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(segment));
        await client.CreateTopicAsync("other");
        Assert.Equal(ErrorCode.None, (await client.ProduceAsync("other", TestBatches.Of("a"))).ErrorCode);
        Assert.Contains(node.Log, line => line.Contains(segment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_journal_refuses_the_start_by_name()
    {
        await StoreAndKillAsync("t", records: 1);
        var journal = Directory.EnumerateFiles(Path.Combine(Data, "state"), "*.log").Single();
        var damaged = await DamageAsync(journal);
        await RefusedAsync(journal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(journal));
    }

    private Task<NodeProcess> StartAsync() => NodeProcess.StartAsync(_folder.Path, "--data", Data);

    private static async Task StopAsync(NodeProcess node)
    {
        node.Signal("TERM");
        Assert.Equal(0, await node.Exited.WaitAsync(StopsWithin));
    }

    private async Task RefusedAsync(string named, string? data = null)
    {
        var (exitCode, output, log) = await NodeProcess.RunAsync(new NodeCommandLine(_folder.Path, "--listen", "127.0.0.1:0", "--data", data ?? Data));
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains(named, log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    private async Task StoreAndKillAsync(string topic, int records)
    {
        await using var node = await StartAsync();
        await using var client = await node.ConnectAsync();
        await client.CreateTopicAsync(topic);
        for (var i = 0; i < records; i++)
        {
            Assert.Equal(ErrorCode.None, (await client.ProduceAsync(topic, TestBatches.Of($"{i}"))).ErrorCode);
        }

        await node.KillAsync();
    }

    private string LastSegment(string topic) => Directory.EnumerateFiles(Data, "*.log", SearchOption.AllDirectories)
        .Where(path => Path.GetDirectoryName(path)!.Contains($"{topic}-", StringComparison.Ordinal) || path.Contains($"/{topic}/", StringComparison.Ordinal))
        .Order().Last();

    private static async Task<byte[]> DamageAsync(string file)
    {
        var octets = await File.ReadAllBytesAsync(file);
        octets[octets.Length / 2] ^= 0x40;
        await File.WriteAllBytesAsync(file, octets);
        return octets;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(NodeProcess node, string topic)
    {
        await using var client = await node.ConnectAsync();
        var fetched = await client.FetchAsync(topic, 0, maxBytes: 10 << 20);
        Assert.Equal(ErrorCode.None, fetched.ErrorCode);
        return TestBatches.Values(fetched.Records);
    }
}
