using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Protocol.Records;
using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.Shared.Processes;
using Xunit.Abstractions;

namespace KafkaGateway.SeaweedMqProcess.Tests.Records;

/// <summary>Batches come back as they were sent, whatever they were compressed with, and from wherever they are read.</summary>
[Collection(SharedKafka.Name)]
public sealed class ByteExactnessTests(SharedKafka shared, ITestOutputHelper output)
{
    private const string Topic = "bytes";
    private const int FetchBytes = 8 << 20;
    private static readonly CompressionType[] s_codecs =
        [CompressionType.None, CompressionType.Gzip, CompressionType.Snappy, CompressionType.Lz4, CompressionType.Zstd];
    private static readonly long s_bytesOfCodec = (SeaweedProgram.IsReal ? 1_000_000_000L : 30_000_000L) / s_codecs.Length;

    [Fact]
    public async Task Every_batch_comes_back_as_it_was_sent_but_for_base_offset_and_leader_epoch()
    {
        var stack = shared.Stack;
        await using (var client = await WireClient.ConnectAsync(stack.Kafka.Addresses[0]))
            await client.CreateTopicAsync(Topic, s_codecs.Length);
        var sent = new List<List<string>>();
        var bytes = 0L;
        for (var partition = 0; partition < s_codecs.Length; partition++)
        {
            var (hashes, sentBytes) = await ProduceAsync(stack.Kafka.Addresses[0], partition);
            sent.Add(hashes);
            bytes += sentBytes;
        }

        await AssertFetchedAsync("the owner that took them");
        await stack.RestartOwnersAsync();
        await AssertFetchedAsync("the next owner");

        async Task AssertFetchedAsync(string from)
        {
            for (var partition = 0; partition < s_codecs.Length; partition++)
                Assert.Equal(sent[partition], await FetchAsync(stack.Kafka.Addresses[0], partition));
            output.Say($"{sent.Sum(hashes => hashes.Count)} batches of {bytes} bytes, {string.Join(", ", s_codecs)}: SHA-256 equal, from {from}");
        }
    }

    private static async Task<(List<string> Hashes, long Bytes)> ProduceAsync(string address, int partition)
    {
        await using var client = await WireClient.ConnectAsync(address);
        var source = new BatchSource(s_codecs[partition], seed: partition);
        var hashes = new List<string>();
        var bytes = 0L;
        while (bytes < s_bytesOfCodec)
        {
            var batch = source.Next();
            hashes.Add(BatchSource.HashOf(batch));
            bytes += batch.Length;
            Assert.Equal(ErrorCode.None, (await client.ProduceAsync(Topic, batch, partition)).ErrorCode);
        }

        return (hashes, bytes);
    }

    private static async Task<List<string>> FetchAsync(string address, int partition)
    {
        await using var client = await WireClient.ConnectAsync(address);
        var hashes = new List<string>();
        var (offset, end) = (0L, 1L);
        while (offset < end)
        {
            var answer = await client.FetchAsync(Topic, offset, partition, FetchBytes);
            Assert.Equal(ErrorCode.None, answer.ErrorCode);
            end = answer.HighWatermark;
            foreach (var batch in RecordBatches.Enumerate(answer.Records!.Value))
            {
                Assert.Equal(offset, batch.Header.BaseOffset);
                hashes.Add(BatchSource.HashOf(batch.Memory.Span));
                offset = batch.Header.LastOffset + 1;
            }
        }

        return hashes;
    }
}
