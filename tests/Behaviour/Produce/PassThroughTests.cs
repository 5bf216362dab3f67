using System.Buffers;
using System.Text;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Produce;

public sealed class PassThroughTests : KafkaTest
{
    public static TheoryData<CompressionType> Codecs => [CompressionType.None, CompressionType.Gzip, CompressionType.Snappy, CompressionType.Lz4, CompressionType.Zstd];

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task What_a_client_sent_comes_back_byte_for_byte_but_for_base_offset_and_leader_epoch(CompressionType codec)
    {
        if (!CompressionCodecs.IsAvailable(codec))
            return;
        await Client.CreateTopicAsync(Topic);
        Assert.Equal(0, (await Client.ProduceAsync(Topic, TestBatches.Of("before"))).BaseOffset);
        var sent = Batch(codec);
        Assert.Equal((ErrorCode.None, 1), await ProducedAsync([.. sent]));

        var fetched = (await Client.FetchAsync(Topic, 1)).Records!.Value.ToArray();
        Assert.Equal(sent.Length, fetched.Length);
        Assert.Equal((1, Kafka.FirstLeaderEpoch), (RecordBatchHeader.Read(fetched).BaseOffset, RecordBatchHeader.Read(fetched).PartitionLeaderEpoch));
        Assert.Equal(sent[8..12], fetched[8..12]);
        Assert.Equal(sent[16..], fetched[16..]);
    }

    [Fact]
    public async Task Null_keys_null_values_empty_ones_and_headers_come_back_as_they_were()
    {
        await Client.CreateTopicAsync(Topic);
        await Client.ProduceAsync(Topic, Batch(CompressionType.None));
        var seen = Describe((await Client.FetchAsync(Topic, 0)).Records!.Value.ToArray());
        Assert.Equal(["k=null v=76 h=null", "k= v= ", "k=6B v=null h=,h=01"], seen);
    }

    [Theory]
    [InlineData((short)6, ErrorCode.UnsupportedCompressionType)]
    [InlineData((short)7, ErrorCode.None)]
    public async Task Zstd_is_taken_from_Produce_7_on(short version, ErrorCode expected)
    {
        if (!CompressionCodecs.IsAvailable(CompressionType.Zstd))
            return;
        await Client.CreateTopicAsync(Topic);
        Assert.Equal(expected, (await Client.ProduceAsync(Topic, Batch(CompressionType.Zstd), version: version)).ErrorCode);
    }

    [Theory]
    [InlineData((short)1, ErrorCode.UnsupportedCompressionType)]
    [InlineData((short)4, ErrorCode.UnsupportedCompressionType)]
    [InlineData((short)9, ErrorCode.UnsupportedCompressionType)]
    [InlineData((short)10, ErrorCode.None)]
    public async Task Zstd_is_given_from_Fetch_10_on(short version, ErrorCode expected)
    {
        if (!CompressionCodecs.IsAvailable(CompressionType.Zstd))
            return;
        await Client.CreateTopicAsync(Topic);
        await Client.ProduceAsync(Topic, Batch(CompressionType.Zstd));
        Assert.Equal(expected, (await Client.FetchAsync(Topic, 0, version: version)).ErrorCode);
    }

    private async Task<(ErrorCode, long)> ProducedAsync(byte[] batch)
    {
        var answer = await Client.ProduceAsync(Topic, batch);
        return (answer.ErrorCode, answer.BaseOffset);
    }

    private static byte[] Batch(CompressionType codec)
    {
        using var builder = new RecordBatchBuilder { Compression = codec };
        builder.Append(TestBatches.Timestamp, null, "v"u8.ToArray(), [new("h", null)]);
        builder.Append(TestBatches.Timestamp + 5, Array.Empty<byte>(), Array.Empty<byte>());
        builder.Append(TestBatches.Timestamp + 3, "k"u8.ToArray(), null, [new("h", Array.Empty<byte>()), new("h", new byte[] { 1 })]);
        return builder.Build();
    }

    private static List<string> Describe(byte[] batch)
    {
        using var decoded = DecodedRecords.Open(batch, long.MaxValue);
        var lines = new List<string>();
        for (var reader = decoded.Read(); reader.Read();)
        {
            var headers = new List<string>();
            for (var header = reader.Headers; header.Read();)
                headers.Add($"{Encoding.UTF8.GetString(header.Key)}={(header.ValueIsNull ? "null" : Convert.ToHexString(header.Value))}");
            var key = reader.KeyIsNull ? "null" : Convert.ToHexString(reader.Key);
            var value = reader.ValueIsNull ? "null" : Convert.ToHexString(reader.Value);
            lines.Add($"k={key} v={value} {string.Join(',', headers)}");
        }

        return lines;
    }
}
