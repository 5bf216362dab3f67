using System.Globalization;
using Google.Protobuf;
using KafkaGateway.Protocol;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Tests.StandInTests;

namespace KafkaGateway.SeaweedMq.Tests.Records;

public sealed class ConsumingTests
{
    [Fact]
    public async Task A_topic_is_listed_with_its_partitions_and_an_id_of_that_incarnation()
    {
        await using var others = await OthersTopic.MakeAsync();
        var listed = (await others.Foreign.ListAsync(default)).Single(topic => topic.Name == others.Topic.Name.Name);
        var found = (await others.Foreign.FindAsync(listed.Name, default))!;
        Assert.Equal((listed.TopicId, 1), (found.TopicId, listed.PartitionCount));
        await others.Topic.ConfigureAsync(3);
        var again = (await others.Foreign.FindAsync(listed.Name, default))!;
        Assert.Equal(3, again.PartitionCount);
        Assert.NotEqual(listed.TopicId, again.TopicId);
        Assert.Null(await others.Foreign.OpenAsync(listed.Partition(0), default));
        Assert.Null(await others.Foreign.FindAsync("absent", default));
    }

    [Fact]
    public async Task Messages_are_records_with_their_offset_key_value_and_time_from_memory_and_from_files()
    {
        await using var others = await OthersTopic.MakeAsync();
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await others.PublishAsync("a", "b", "c");
        var records = await others.ReadAsync(0, 3);
        Assert.Equal([0L, 1, 2], records.Select(record => record.Offset));
        Assert.Equal([("key of a", "a"), ("key of b", "b"), ("key of c", "c")], records.Select(record => (record.Key, record.Value)));
        Assert.All(records, record => Assert.InRange(record.TimestampMs, before - 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 1));
        await others.Topic.WaitForEntriesAsync(3);
        await others.OpenAsync();
        Assert.Equal(records, await others.ReadAsync(0, 3));
        Assert.Equal(records.Skip(1), await others.ReadAsync(1, 2));
    }

    [Fact]
    public async Task An_empty_key_and_an_empty_value_are_none()
    {
        await using var others = await OthersTopic.MakeAsync();
        using (var publisher = await others.Topic.PublishAsync())
            await publisher.PublishAsync("");
        var record = Assert.Single(await others.ReadAsync(0, 1));
        Assert.Equal((null, null), (record.Key, record.Value));
    }

    [Fact]
    public async Task A_waiting_fetch_is_answered_when_somebody_else_publishes()
    {
        await using var others = await OthersTopic.MakeAsync();
        var fetch = others.FetchAsync(0, minBytes: 1, maxWaitMs: 15_000);
        await others.PublishAsync("a");
        Assert.Equal("a", Assert.Single(OthersTopic.RecordsOf(await fetch)).Value);
        Assert.Empty(OthersTopic.RecordsOf(await others.FetchAsync(1, minBytes: 1, maxWaitMs: 100)));
    }

    [Fact]
    public async Task The_message_after_a_flush_is_seen_though_the_broker_leaves_it_out()
    {
        await using var others = await OthersTopic.MakeAsync(new StandInOptions());
        await others.PublishAsync("a", "b");
        await others.Topic.WaitForEntriesAsync(2);
        others.Weed.StandIn.Filer.FailWrites(true);
        await others.PublishAsync("c");
        Assert.Equal((2, "c"), Assert.Single((await others.ReadAsync(2, 1)).Select(record => (record.Offset, record.Value!))));
        await others.PublishAsync("d", "e");
        await others.OpenAsync();
        Assert.Equal([(2L, "c"), (3, "d"), (4, "e")], (await others.ReadAsync(2, 3)).Select(record => (record.Offset, record.Value!)));
    }

    [Fact]
    public async Task Every_message_has_its_offset_while_windows_are_written_out()
    {
        await using var others = await OthersTopic.MakeAsync(
            new StandInOptions { FlushInterval = TimeSpan.FromMilliseconds(100), WindowBytes = 2_000 }, options => options with { TailBytesPerLog = 4_000 });
        const int Count = 2_000;
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i += 10)
                await others.PublishAsync([.. Enumerable.Range(i, 10).Select(value => value.ToString(CultureInfo.InvariantCulture))]);
        });
        AssertNumbered(await others.ReadAsync(0, Count, maxBytes: 3_000), 0);
        await publishing;
        await others.Topic.WaitForEntriesAsync(Count);
        await others.OpenAsync();
        AssertNumbered(await others.ReadAsync(0, Count, maxBytes: 5_000), 0);
        AssertNumbered(await others.ReadAsync(1_234, Count - 1_234), 1_234);
    }

    [Fact]
    public async Task What_a_crash_has_lost_is_a_hole_and_moves_no_other_record()
    {
        await using var others = await OthersTopic.MakeAsync(new StandInOptions());
        await others.PublishAsync("a", "b");
        await others.Topic.WaitForEntriesAsync(2);
        var broker = others.Weed.StandIn;
        broker.Filer.FailWrites(true);
        await others.PublishAsync("lost", "lost", "lost");
        broker.Broker.NoteOffsetsDown();
        broker.Broker.Start();
        broker.Filer.FailWrites(false);
        others.Reconnect();
        await others.OpenAsync();
        await others.PublishAsync("c", "d");
        Assert.Equal([(5L, "c"), (6, "d")], (await others.ReadAsync(2, 2)).Select(record => (record.Offset, record.Value!)));
        Assert.Equal([(1L, "b"), (5, "c"), (6, "d")], (await others.ReadAsync(1, 3)).Select(record => (record.Offset, record.Value!)));
        Assert.Equal(7, (await others.FindAsync(-1)).Offset);
    }

    [Fact]
    public async Task Limits_are_kept_and_one_record_comes_whatever_they_are()
    {
        await using var others = await OthersTopic.MakeAsync();
        using (var publisher = await others.Topic.PublishAsync())
        {
            for (var i = 0; i < 10; i++)
            {
                await publisher.SendAsync(ByteString.CopyFrom(new byte[1000]));
                await publisher.AnswerAsync();
            }
        }

        await others.ReadAsync(0, 10);
        var some = await others.FetchAsync(2, maxBytes: 4_000);
        Assert.InRange(some.Records!.Value.Length, 1_000, 4_000);
        Assert.Equal([2L, 3, 4], OthersTopic.RecordsOf(some).Select(record => record.Offset));
        Assert.Equal(2, Assert.Single(OthersTopic.RecordsOf(await others.FetchAsync(2, maxBytes: 10))).Offset);
        Assert.True((await others.FetchAsync(2, maxBytes: 10, atLeastOne: false)).Records!.Value.IsEmpty);
    }

    [Fact]
    public async Task Offsets_are_found_by_time_and_at_both_ends()
    {
        await using var others = await OthersTopic.MakeAsync();
        Assert.Equal((0, 0), ((await others.FindAsync(-2)).Offset, (await others.FindAsync(-1)).Offset));
        await others.PublishAsync("a", "b");
        var records = await others.ReadAsync(0, 2);
        await others.Topic.WaitForEntriesAsync(2);
        await others.PublishAsync("c");
        records.AddRange(await others.ReadAsync(2, 1));
        Assert.Equal((0, 3), ((await others.FindAsync(-2)).Offset, (await others.FindAsync(-1)).Offset));
        foreach (var record in records)
            Assert.Equal(records.First(other => other.TimestampMs >= record.TimestampMs).Offset, (await others.FindAsync(record.TimestampMs)).Offset);
        Assert.Equal((2, records[2].TimestampMs), ((await others.FindAsync(-3)).Offset, (await others.FindAsync(-3)).Timestamp));
        Assert.Equal(-1, (await others.FindAsync(records[2].TimestampMs + 1)).Offset);
    }

    [Fact]
    public async Task Offsets_beyond_the_end_are_out_of_range_and_nothing_is_deleted()
    {
        await using var others = await OthersTopic.MakeAsync();
        await others.PublishAsync("a");
        await others.ReadAsync(0, 1);
        Assert.Equal(ErrorCode.OffsetOutOfRange, (await others.FetchAsync(2)).ErrorCode);
        Assert.Equal(ErrorCode.OffsetOutOfRange, (await others.FetchAsync(-1)).ErrorCode);
        Assert.Equal(ErrorCode.PolicyViolation, (await others.TrimAsync(1)).ErrorCode);
        Assert.Single(await others.ReadAsync(0, 1));
    }

    [Fact]
    public async Task What_is_on_the_disk_is_read_while_the_broker_is_gone()
    {
        await using var others = await OthersTopic.MakeAsync(new StandInOptions());
        await others.PublishAsync("a", "b");
        await others.Topic.WaitForEntriesAsync(2);
        others.Weed.StandIn.Broker.Kill();
        await others.OpenAsync();
        Assert.Equal(["a", "b"], (await others.ReadAsync(0, 2)).Select(record => record.Value!));
        Assert.NotEqual(ErrorCode.None, (await others.ProduceAsync("c")).ErrorCode);
    }

    private static void AssertNumbered(List<OthersTopic.Record> records, int from) => Assert.Equal(
        Enumerable.Range(from, records.Count).Select(i => ((long)i, i.ToString(CultureInfo.InvariantCulture))),
        records.Select(record => (record.Offset, record.Value!)));
}
