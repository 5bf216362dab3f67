using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Process.Tests.Garbage;

/// <summary>No batch is taken that a consumer could not read.</summary>
public sealed class BadBatchTests(GarbageNode node) : IClassFixture<GarbageNode>
{
    public static TheoryData<CompressionType> Codecs => [.. Enum.GetValues<CompressionType>()];

    [Theory]
    [MemberData(nameof(Codecs))]
    public Task Batches_with_a_wrong_CRC_length_count_or_body_are_refused(CompressionType codec) => Seed.RunAsync(async seed =>
    {
        const int Each = 40;
        var random = new Random(seed);
        var good = TestBatches.Of([.. Enumerable.Range(0, 20).Select(number => $"value {number} of twenty, which repeats itself")], codec);
        var topic = $"bad-{codec}";
        await using var client = await node.ConnectAsync();
        await client.CreateTopicAsync(topic);
        Func<byte[], Random, byte[]>[] ways =
        [
            BadBatches.WrongCrc, BadBatches.WrongLength, BadBatches.WrongCount, BadBatches.WrongLastOffsetDelta, BadBatches.RandomBody,
            BadBatches.CutBody, BadBatches.AnotherCodec,
        ];
        foreach (var way in ways)
        {
            for (var i = 0; i < Each; i++)
            {
                var answer = await client.ProduceAsync(topic, way(good, random));
                Assert.True(answer.ErrorCode != ErrorCode.None, $"{way.Method.Name} was taken");
            }
        }

        Assert.Equal(0, (await client.FetchAsync(topic, 0)).HighWatermark);
        await node.AssertUnharmedAsync();
    });

    [Theory]
    [MemberData(nameof(Codecs))]
    public Task Whatever_of_a_changed_body_is_taken_can_be_read(CompressionType codec) => Seed.RunAsync(async seed =>
    {
        const int Changes = 300;
        var random = new Random(seed);
        var good = TestBatches.Of([.. Enumerable.Range(0, 20).Select(number => $"value {number} of twenty, which repeats itself")], codec);
        var topic = $"changed-{codec}";
        await using var client = await node.ConnectAsync();
        await client.CreateTopicAsync(topic);
        var taken = 0;
        for (var i = 0; i < Changes; i++)
        {
            taken += (await client.ProduceAsync(topic, BadBatches.FlippedBody(good, random))).ErrorCode == ErrorCode.None ? 20 : 0;
        }

        var fetched = await client.FetchAsync(topic, 0, maxBytes: 50 << 20);
        Assert.Equal(taken, TestBatches.Values(fetched.Records).Count);
        await node.AssertUnharmedAsync();
    });

    [Theory]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Zstd)]
    public async Task A_batch_that_decodes_to_more_than_it_may_is_refused_and_costs_no_memory(CompressionType codec)
    {
        const int Clients = 4;
        var bomb = BadBatches.Bomb(codec, 300 << 20);
        await using var client = await node.ConnectAsync();
        await client.CreateTopicAsync($"bombs-{codec}", Clients);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async partition =>
        {
            await using var bomber = await node.ConnectAsync();
            var answer = await bomber.ProduceAsync($"bombs-{codec}", bomb, partition);
            Assert.NotEqual(ErrorCode.None, answer.ErrorCode);
        }));
        await node.AssertUnharmedAsync();
    }
}
