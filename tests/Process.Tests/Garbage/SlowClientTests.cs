using System.Buffers.Binary;
using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>Clients that are slow, silent or many take little and keep nobody waiting for long.</summary>
public sealed class SlowClientTests(GarbageNode node) : IClassFixture<GarbageNode>
{
    private const int HugeRequest = 100 << 20;

    [Fact]
    public async Task Requests_that_come_an_octet_at_a_time_are_answered()
    {
        const int Clients = 100;
        var frame = WireClient.Encode(KafkaApis.Metadata, new MetadataRequest { Topics = [] }, 12, 1);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            await using var client = await node.ConnectAsync();
            foreach (var octet in frame)
            {
                await client.SendRawAsync(new[] { octet });
                await Task.Yield();
            }

            Assert.NotNull(await client.ReceiveFrameAsync());
        }));
        await node.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Requests_that_are_announced_and_never_sent_take_no_memory()
    {
        const int Clients = 500;
        var clients = await OpenAsync(Clients);
        var before = node.ResidentMiB;
        await Task.WhenAll(clients.Select(client => client.TrySendAsync(Announced(HugeRequest, sent: 1000))));
        await node.AssertUnharmedAsync();
        Assert.True(node.ResidentMiB - before < 100, $"from {before} to {node.ResidentMiB} MiB");
        clients.ForEach(client => client.Dispose());
        await node.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Requests_that_stop_in_the_middle_make_room_for_those_that_do_not()
    {
        // Two of them hold all the memory that there is for requests; the others wait with no more than the beginning read.
        const int Clients = 4;
        var clients = await OpenAsync(Clients);
        await Task.WhenAll(clients.Select(client => client.TrySendAsync(Announced(HugeRequest, sent: 200_000))));
        await using (var client = await node.ConnectAsync())
        {
            await client.CreateTopicAsync("large");
            var answer = await client.ProduceAsync("large", TestBatches.Of(new string('x', 500_000)));
            Assert.Equal(ErrorCode.None, answer.ErrorCode);
        }

        Assert.Contains(node.Log, line => line.Contains("queued.max.request.bytes", StringComparison.Ordinal));
        clients.ForEach(client => client.Dispose());
        await node.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Large_requests_of_many_clients_at_once_take_turns()
    {
        const int Clients = 50;
        const int Bytes = 8 << 20;
        var frame = Announced(Bytes, sent: Bytes);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
            Assert.Equal(0, await RawClient.SendOnceAsync(node.Address, frame, TimeSpan.FromSeconds(60)))));
        await node.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Clients_that_never_read_their_answers_are_not_read_either()
    {
        const int Clients = 40;
        await using (var producer = await node.ConnectAsync())
        {
            await producer.CreateTopicAsync("unread");
            for (var i = 0; i < 20; i++)
            {
                await producer.ProduceAsync("unread", TestBatches.Of(new string('x', 500_000)));
            }
        }

        var fetch = WireClient.Encode(KafkaApis.Fetch, WireCalls.FetchRequest("unread", 0, maxBytes: 50 << 20), 12, 1);
        var metadata = WireClient.Encode(KafkaApis.Metadata, new MetadataRequest { Topics = null }, 12, 1);
        var clients = await OpenAsync(Clients);
        await Task.WhenAll(clients.Select(async (client, number) =>
        {
            using var full = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            byte[] requests = [.. Enumerable.Repeat(number % 2 == 0 ? fetch : metadata, 2000).SelectMany(octets => octets)];
            while (await client.TrySendAsync(requests, full.Token))
            {
            }
        }));
        await node.AssertUnharmedAsync();
        clients.ForEach(client => client.Dispose());
        await node.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Two_thousand_idle_connections_take_little_and_disturb_nobody()
    {
        const int Clients = 2000;
        const long MostMiB = 100;
        var before = node.ResidentMiB;
        var clients = await OpenAsync(Clients);
        await node.AssertUnharmedAsync();
        Assert.True(node.ResidentMiB - before < MostMiB, $"from {before} to {node.ResidentMiB} MiB");
        clients.ForEach(client => client.Dispose());
        await node.AssertUnharmedAsync();
    }

    private async Task<List<RawClient>> OpenAsync(int count)
    {
        var clients = new List<RawClient>();
        for (var i = 0; i < count; i++)
        {
            clients.Add(await RawClient.ConnectAsync(node.Address));
        }

        return clients;
    }

    private static byte[] Announced(int size, int sent)
    {
        var octets = new byte[sizeof(int) + sent];
        BinaryPrimitives.WriteInt32BigEndian(octets, size);
        octets.AsSpan(sizeof(int)).Fill(0xFF);
        return octets;
    }
}
