using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Produce;

/// <summary>Clients from before Kafka 0.11, which know no record batches.</summary>
public sealed class MessageSetTests : KafkaTest
{
    [Theory]
    [InlineData((short)0, (byte)0, false)]
    [InlineData((short)1, (byte)0, true)]
    [InlineData((short)2, (byte)1, false)]
    [InlineData((short)2, (byte)1, true)]
    [InlineData((short)2, (byte)0, true)]
    public async Task What_they_send_is_read_by_clients_of_every_time(short produce, byte magic, bool compressed)
    {
        await Client.CreateTopicAsync(Topic);
        var set = compressed ? MessageSets.Gzip(magic, "a", "b", "c") : MessageSets.Of(magic, "a", "b", "c");
        Assert.Equal((ErrorCode.None, 0), await ProduceAsync(set, produce));
        Assert.Equal((ErrorCode.None, 3), await ProduceAsync(MessageSets.Of(magic, "d"), produce));
        Assert.Equal(["a", "b", "c", "d"], TestBatches.Values((await Client.FetchAsync(Topic, 0, version: 12)).Records));
        foreach (var (fetch, fetchedMagic) in new (short, byte)[] { (0, 0), (1, 0), (2, 1), (3, 1) })
        {
            var messages = MessageSets.Read((await Client.FetchAsync(Topic, 0, version: fetch)).Records);
            Assert.Equal([(0, fetchedMagic, "a"), (1, fetchedMagic, "b"), (2, fetchedMagic, "c"), (3, fetchedMagic, "d")], messages);
        }
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    public async Task They_read_what_newer_clients_send(CompressionType codec)
    {
        await Client.CreateTopicAsync(Topic);
        await Client.ProduceAsync(Topic, TestBatches.Of(["a", "b"], codec));
        await Client.ProduceAsync(Topic, TestBatches.Of(["c"], codec));
        foreach (var fetch in new short[] { 0, 1, 2, 3 })
        {
            var messages = MessageSets.Read((await Client.FetchAsync(Topic, 1, version: fetch)).Records);
            Assert.Equal([(1L, "b"), (2L, "c")], messages.Where(m => m.Offset >= 1).Select(m => (m.Offset, m.Value)));
        }
    }

    [Fact]
    public async Task A_damaged_message_set_is_refused_whole()
    {
        await Client.CreateTopicAsync(Topic);
        var set = MessageSets.Of(1, "a", "b");
        set[^1] ^= 1;
        Assert.Equal(ErrorCode.CorruptMessage, (await ProduceAsync(set, 2)).Error);
        Assert.Equal(0, (await Client.FetchAsync(Topic, 0)).HighWatermark);
    }

    [Fact]
    public async Task A_message_set_in_a_newer_produce_request_is_refused()
    {
        await Client.CreateTopicAsync(Topic);
        Assert.NotEqual(ErrorCode.None, (await ProduceAsync(MessageSets.Of(1, "a"), 3)).Error);
    }

    private async Task<(ErrorCode Error, long BaseOffset)> ProduceAsync(byte[] set, short version)
    {
        var answer = await Client.ProduceAsync(Topic, set, version: version);
        return (answer.ErrorCode, answer.BaseOffset);
    }
}
