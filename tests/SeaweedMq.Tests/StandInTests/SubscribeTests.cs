using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

public class SubscribeTests
{
    [Theory]
    [InlineData((int)OffsetType.ExactOffset)]
    [InlineData((int)OffsetType.ResetToEarliest)]
    public async Task What_is_in_memory_and_not_on_disk_is_delivered(int type)
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        for (var i = 0; i < 5; i++)
            await publisher.PublishAsync($"{i}");
        using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 0, (OffsetType)type);
        Assert.Equal(["0", "1", "2", "3", "4"], await subscriber.ReadAsync(5));
    }

    [Fact]
    public async Task What_is_on_disk_is_delivered_from_an_offset_on()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        await publisher.PublishAsync("0");
        await topic.WaitForEntriesAsync(1);
        for (var i = 1; i < 5; i++)
            await publisher.PublishAsync($"{i}");
        await topic.WaitForEntriesAsync(5);
        using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 2);
        Assert.Equal(["2", "3", "4"], await subscriber.ReadAsync(3));
    }

    [Fact]
    public async Task What_the_file_with_offset_0_holds_may_come_twice()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        for (var i = 0; i < 3; i++)
            await publisher.SendAsync(Google.Protobuf.ByteString.CopyFromUtf8($"{i}"));
        for (var i = 0; i < 3; i++)
            await publisher.AnswerAsync();
        await topic.WaitForEntriesAsync(3);
        using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 0);
        Assert.Equal(["0", "1", "2", "1", "2"], await subscriber.ReadAsync(5));
    }

    [Fact]
    public async Task Who_comes_after_a_full_window_was_written_misses_the_first_of_the_next()
    {
        await using var weed = await WeedUnderTest.StartAsync(new StandInOptions { FlushInterval = TimeSpan.FromSeconds(1) });
        // Only until the next window is written, and no window may have been cut short by the time for a flush.
        for (var tries = 0; tries < 10; tries++)
        {
            var topic = await TestTopic.CreateAsync(weed);
            using var publisher = await topic.PublishAsync();
            var padding = new string('x', 1 << 20);
            for (var i = 0; i < 16; i++)
                await publisher.SendAsync(Google.Protobuf.ByteString.CopyFromUtf8(i + padding));
            for (var i = 0; i < 16; i++)
                await publisher.AnswerAsync();
            await topic.WaitForEntriesAsync(14);
            using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 8);
            var seen = (await subscriber.ReadUntilAsync("15" + padding)).ConvertAll(value => value.TrimEnd('x'));
            if (seen.SequenceEqual(["8", "9", "10", "11", "12", "13", "15"]))
                return;
        }

        Assert.Fail("nothing was missed");
    }

    [Fact]
    public async Task Who_has_read_all_sleeps_until_another_subscriber_leaves()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        await publisher.PublishAsync("0");
        using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 0);
        Assert.Equal(["0"], await subscriber.ReadAsync(1));
        await publisher.PublishAsync("1");
        await topic.WaitForEntriesAsync(2);
        await publisher.PublishAsync("2");
        await topic.WaitForEntriesAsync(3);
        var woken = subscriber.ReadUntilAsync("2");
        Assert.False(woken.IsCompleted);
        // One is not always enough.
        for (var i = 0; i < 8 && !woken.IsCompleted; i++)
        {
            using var other = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 0);
            await other.ReadAsync(1);
            await other.CloseAsync();
        }

        Assert.Contains("1", await woken);
    }

    [Fact]
    public async Task Who_completes_his_side_is_told_the_end()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        await publisher.PublishAsync("0");
        using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 0);
        await subscriber.ReadAsync(1);
        Assert.True((await subscriber.CloseAsync())[^1].Ctrl.IsEndOfStream);
    }

    [Fact]
    public async Task An_unknown_topic_is_an_error()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var known = await TestTopic.CreateAsync(weed);
        known.Name.Name += "x";
        using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), known, 0);
        var error = await Assert.ThrowsAsync<RpcException>(() => subscriber.ReadAsync(1));
        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.Contains("not found", error.Status.Detail, StringComparison.Ordinal);
    }
}
