using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Offsets;

public sealed class ListOffsetsTests : KafkaTest
{
    private static readonly long T = TestBatches.Timestamp;

    [Theory]
    [InlineData(-1L, (short)1, 3L, -1L)]
    [InlineData(-2L, (short)1, 1L, -1L)]
    [InlineData(-3L, (short)7, 1L, 5L)]
    [InlineData(-4L, (short)8, 1L, -1L)]
    [InlineData(-5L, (short)9, -1L, -1L)]
    [InlineData(-6L, (short)11, -1L, -1L)]
    public async Task Each_special_timestamp_is_known_from_its_version_on(long special, short since, long offset, long timestampAfterT)
    {
        await FillAsync();
        for (var version = since; version <= 11; version++)
        {
            var found = await FindAsync(special, version);
            Assert.Equal((ErrorCode.None, offset), (found.ErrorCode, found.Offset));
            Assert.Equal(timestampAfterT < 0 ? -1 : T + timestampAfterT, found.Timestamp);
        }

        if (since > 1)
            Assert.Equal(ErrorCode.UnsupportedVersion, (await FindAsync(special, (short)(since - 1))).ErrorCode);
    }

    [Fact]
    public async Task By_time_it_finds_the_first_record_at_or_after()
    {
        await FillAsync();
        Assert.Equal((1, T + 5), await FoundAsync(T));
        Assert.Equal((1, T + 5), await FoundAsync(T + 5));
        Assert.Equal((-1, -1), await FoundAsync(T + 6));
    }

    [Fact]
    public async Task Version_0_answers_with_offsets_newest_first()
    {
        await FillAsync();
        Assert.Equal([3], await OldStyleAsync(-1, max: 1));
        Assert.Equal([3, 1], await OldStyleAsync(-1, max: 5));
        Assert.Equal([1], await OldStyleAsync(-2, max: 5));
        Assert.Empty(await OldStyleAsync(-1, max: 0));
    }

    [Fact]
    public async Task Leader_epochs_are_checked_and_told_from_version_4_on()
    {
        await FillAsync();
        Assert.Equal(Kafka.FirstLeaderEpoch, (await FindAsync(-1, 4)).LeaderEpoch);
        Assert.Equal(ErrorCode.UnknownLeaderEpoch, (await FindAsync(-1, 4, currentLeaderEpoch: Kafka.FirstLeaderEpoch + 9)).ErrorCode);
    }

    [Fact]
    public async Task A_partition_that_does_not_exist_or_is_named_twice_is_refused()
    {
        await FillAsync();
        var response = await Client.CallAsync<ListOffsetsResponse>(
            new ListOffsetsRequest
            {
                ReplicaId = -1,
                Topics =
                [
                    new() { Name = Topic, Partitions = [new() { PartitionIndex = 0, Timestamp = -1 }, new() { PartitionIndex = 0, Timestamp = -2 }, new() { PartitionIndex = 5, Timestamp = -1 }] },
                    new() { Name = Name("missing"), Partitions = [new() { Timestamp = -1 }] },
                ],
            },
            7);
        Assert.Equal(
            [ErrorCode.InvalidRequest, ErrorCode.InvalidRequest, ErrorCode.UnknownTopicOrPartition],
            response.Topics[0].Partitions.Select(partition => partition.ErrorCode));
        Assert.Equal((ErrorCode.UnknownTopicOrPartition, -1), (response.Topics[1].Partitions[0].ErrorCode, response.Topics[1].Partitions[0].Offset));
    }

    [Fact]
    public async Task OffsetForLeaderEpoch_tells_where_the_running_epoch_ends()
    {
        await FillAsync();
        var running = Kafka.FirstLeaderEpoch;
        for (short version = 0; version <= 4; version++)
        {
            var end = await EndOfAsync(running, version);
            Assert.Equal((ErrorCode.None, 3, version == 0 ? -1 : running), (end.ErrorCode, end.EndOffset, end.LeaderEpoch));
            end = await EndOfAsync(running + 7, version);
            Assert.Equal((ErrorCode.None, -1, -1), (end.ErrorCode, end.EndOffset, end.LeaderEpoch));
        }
    }

    // Records 0, 1 and 2, of which 0 was deleted and 1 is the newest.
    private async Task FillAsync()
    {
        await Client.CreateTopicAsync(Topic);
        using var builder = new RecordBatchBuilder();
        foreach (var after in new[] { 2, 5, 3 })
            builder.Append(T + after, null, "v"u8.ToArray());
        Assert.Equal(ErrorCode.None, (await Client.ProduceAsync(Topic, builder.Build())).ErrorCode);
        var deleted = await Client.CallAsync<DeleteRecordsResponse>(
            new DeleteRecordsRequest { TimeoutMs = 10_000, Topics = [new() { Name = Topic, Partitions = [new() { Offset = 1 }] }] }, 2);
        Assert.Equal((ErrorCode.None, 1), (deleted.Topics[0].Partitions[0].ErrorCode, deleted.Topics[0].Partitions[0].LowWatermark));
    }

    private async Task<(long, long)> FoundAsync(long timestamp)
    {
        var found = await FindAsync(timestamp, 7);
        return (found.Offset, found.Timestamp);
    }

    private async Task<List<long>> OldStyleAsync(long timestamp, int max) => (await FindAsync(timestamp, 0, max: max)).OldStyleOffsets;

    private async Task<ListOffsetsResponse.ListOffsetsPartitionResponse> FindAsync(
        long timestamp, short version, int currentLeaderEpoch = -1, int max = 1) => (await Client.CallAsync<ListOffsetsResponse>(
        new ListOffsetsRequest
        {
            ReplicaId = -1,
            Topics = [new() { Name = Topic, Partitions = [new() { Timestamp = timestamp, CurrentLeaderEpoch = currentLeaderEpoch, MaxNumOffsets = max }] }],
        },
        version)).Topics[0].Partitions[0];

    private async Task<OffsetForLeaderEpochResponse.EpochEndOffset> EndOfAsync(int epoch, short version) =>
        (await Client.CallAsync<OffsetForLeaderEpochResponse>(
            new OffsetForLeaderEpochRequest { ReplicaId = -1, Topics = [new() { Topic = Topic, Partitions = [new() { LeaderEpoch = epoch }] }] },
            version)).Topics[0].Partitions[0];
}
