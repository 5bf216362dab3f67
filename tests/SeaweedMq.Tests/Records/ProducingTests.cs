using System.Text;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;
using KafkaGateway.SeaweedMq.StandIn;

namespace KafkaGateway.SeaweedMq.Tests.Records;

public sealed class ProducingTests
{
    [Fact]
    public async Task Each_record_is_a_message_that_others_read()
    {
        await using var others = await OthersTopic.MakeAsync();
        Assert.Equal(0, (await others.ProduceAsync("a", "b")).BaseOffset);
        await others.PublishAsync("c");
        var produced = await others.ProduceAsync("d");
        Assert.Equal((ErrorCode.None, 3), (produced.ErrorCode, produced.BaseOffset));
        var messages = await others.Topic.WaitForEntriesAsync(4);
        Assert.Equal(
            [(0L, "key of a", "a"), (1, "key of b", "b"), (2, "key of c", "c"), (3, "key of d", "d")],
            messages.Select(message => (message.Offset, message.Key.ToStringUtf8(), message.Data.ToStringUtf8())));
        Assert.Equal(messages[3].TsNs / 1_000_000, produced.LogAppendTimeMs);
        Assert.Equal(["a", "b", "c", "d"], (await others.ReadAsync(0, 4)).Select(record => record.Value!));
    }

    [Fact]
    public async Task Batches_that_are_sent_without_waiting_keep_their_order()
    {
        await using var others = await OthersTopic.MakeAsync();
        var produced = Enumerable.Range(0, 50).Select(i => others.ProduceAsync($"{i}a", $"{i}b")).ToList();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => 2L * i), (await Task.WhenAll(produced)).Select(answer => answer.BaseOffset));
        Assert.Equal(
            Enumerable.Range(0, 50).SelectMany(i => new[] { $"{i}a", $"{i}b" }), (await others.ReadAsync(0, 100)).Select(record => record.Value!));
    }

    [Theory]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    public async Task Compressed_batches_are_taken_apart(CompressionType codec)
    {
        await using var others = await OthersTopic.MakeAsync();
        Assert.Equal(ErrorCode.None, (await others.ProduceAsync(Batch(new RecordBatchBuilder { Compression = codec }))).ErrorCode);
        Assert.Equal("value", Assert.Single(await others.ReadAsync(0, 1)).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Headers_are_refused_or_dropped_as_the_setting_says(bool drops)
    {
        await using var others = await OthersTopic.MakeAsync(change: options => options with { DropsUnsupported = drops });
        await AssertRefusedOrStoredAsync(others, Batch(new RecordBatchBuilder(), new RecordHeader("h", "v"u8.ToArray())), drops);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Idempotent_producers_are_refused_or_taken_for_others_as_the_setting_says(bool drops)
    {
        await using var others = await OthersTopic.MakeAsync(change: options => options with { DropsUnsupported = drops });
        await AssertRefusedOrStoredAsync(others, Batch(new RecordBatchBuilder { ProducerId = 5, ProducerEpoch = 0, BaseSequence = 0 }), drops);
    }

    [Fact]
    public async Task A_damaged_batch_is_refused()
    {
        await using var others = await OthersTopic.MakeAsync();
        var batch = Batch(new RecordBatchBuilder());
        batch[^1] ^= 1;
        Assert.Equal(ErrorCode.CorruptMessage, (await others.ProduceAsync(batch)).ErrorCode);
    }

    [Fact]
    public async Task After_the_broker_has_been_away_producing_goes_on()
    {
        await using var others = await OthersTopic.MakeAsync(new StandInOptions());
        await others.ProduceAsync("a");
        await others.Topic.WaitForEntriesAsync(1);
        others.Weed.StandIn.Broker.Start();
        using var patience = new CancellationTokenSource(OthersTopic.Patience);
        while ((await others.ProduceAsync("b")).ErrorCode != ErrorCode.None)
            patience.Token.ThrowIfCancellationRequested();
        Assert.Equal("b", (await others.ReadAsync(0, 2))[1].Value);
    }

    private static async Task AssertRefusedOrStoredAsync(OthersTopic others, byte[] batch, bool isStored)
    {
        var answer = await others.ProduceAsync(batch);
        Assert.Equal(isStored ? ErrorCode.None : ErrorCode.InvalidRecord, answer.ErrorCode);
        Assert.Equal(isStored, answer.ErrorMessage is null);
        Assert.Equal(isStored ? 1 : 0, (await others.FindAsync(-1)).Offset);
        if (isStored)
            Assert.Equal(("key", "value"), Assert.Single((await others.ReadAsync(0, 1)).Select(record => (record.Key!, record.Value!))));
    }

    private static byte[] Batch(RecordBatchBuilder builder, params RecordHeader[] headers)
    {
        using (builder)
        {
            builder.Append(0, Encoding.UTF8.GetBytes("key"), Encoding.UTF8.GetBytes("value"), headers);
            return builder.Build();
        }
    }
}
