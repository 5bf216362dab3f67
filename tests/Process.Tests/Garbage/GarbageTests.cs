using System.Buffers.Binary;
using KafkaGateway.Process.Tests.Node;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>Octets that are no requests cost only those who send them.</summary>
public sealed class GarbageTests(GarbageNode node) : IClassFixture<GarbageNode>
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    [Fact]
    public Task Random_octets_are_no_requests() => Seed.RunAsync(async seed =>
    {
        await EachAsync(1000, seed, random => Mutations.Octets(random, 0, 3000));
        await node.AssertUnharmedAsync();
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData((100 << 20) + 1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_size_that_no_request_has_closes_the_connection_at_once(int size)
    {
        var frame = new byte[64];
        BinaryPrimitives.WriteInt32BigEndian(frame, size);
        using var client = await RawClient.ConnectAsync(node.Address);
        await client.TrySendAsync(frame);
        Assert.Equal(0, await client.ReadToEndAsync(TimeSpan.FromSeconds(10)));
        await node.AssertUnharmedAsync();
    }

    [Fact]
    public Task Mutated_requests_of_every_API_and_version_harm_nobody_else() => Seed.RunAsync(async seed =>
    {
        const int Each = 80;
        var frames = new List<byte[]>();
        var topicId = Guid.NewGuid();
        foreach (var (api, version) in await node.ServedVersionsAsync())
        {
            frames.Add(WireClient.Encode(api, Behaviour.Served.Requests.Sensible(api.Key, version, "mutated", topicId, "g"), version, 1));
        }

        await EachAsync(frames.Count * Each, seed, random => Mutations.Any(frames[random.Next(frames.Count)], random));
        await node.AssertUnharmedAsync();
    });

    [Fact]
    public Task Clients_that_reset_their_connections_harm_nobody_else() => Seed.RunAsync(async seed =>
    {
        var random = new Random(seed);
        for (var i = 0; i < 1000; i++)
        {
            var client = await RawClient.ConnectAsync(node.Address);
            await client.TrySendAsync(Mutations.Octets(random, 0, 20));
            client.Reset();
        }

        await node.AssertUnharmedAsync();
    });

    private Task EachAsync(int count, int seed, Func<Random, byte[]> make) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            await RawClient.SendOnceAsync(node.Address, make(new Random(seed + number)), Patience));
}
