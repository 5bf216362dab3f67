using Google.Protobuf;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

public class PublishTests
{
    [Fact]
    public async Task Each_message_is_acknowledged_in_order_with_the_next_offset_and_the_time_that_was_sent()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        for (var i = 0; i < 100; i++)
            await publisher.SendAsync(ByteString.CopyFromUtf8($"{i}"), tsNs: i);
        for (var i = 0; i < 100; i++)
        {
            var answer = await publisher.AnswerAsync();
            Assert.Equal((i, i, "", 0), (answer.AssignedOffset, answer.AckTsNs, answer.Error, answer.ErrorCode));
        }

        await publisher.CloseAsync();
    }

    [Fact]
    public async Task What_is_not_data_is_passed_over_without_an_answer()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        await publisher.Requests.WriteAsync(new PublishMessageRequest());
        Assert.Equal(0, (await publisher.PublishAsync("a")).AssignedOffset);
        await publisher.CloseAsync();
    }

    [Fact]
    public async Task Who_cannot_publish_is_told_so_instead_of_the_hello()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        var stranger = new Topic { Namespace = topic.Name.Namespace, Name = topic.Name.Name + "x" };
        foreach (var (name, partition) in new[]
        {
            (stranger, topic.Partition),
            (topic.Name, new Partition(topic.Partition) { RangeStop = 1260 }),
        })
        {
            var (publisher, answer) = await TestPublisher.OpenAsync(weed.Broker, name, partition);
            using (publisher)
            {
                Assert.Equal(2, answer.ErrorCode);
                Assert.NotEmpty(answer.Error);
                await publisher.CloseAsync();
            }
        }

        using var uncouth = new TestPublisher(weed.Broker.PublishMessage());
        await uncouth.SendAsync(ByteString.CopyFromUtf8("a"));
        Assert.Equal(42, (await uncouth.AnswerAsync()).ErrorCode);
    }

    [Fact]
    public async Task Entries_keep_key_and_value_and_their_times_rise()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        var now = TimeProvider.System.NowNs();
        await publisher.PublishAsync("a", "k", now);
        await publisher.PublishAsync("b", "", now - 1000);
        await publisher.PublishAsync("c", "k", now);
        await publisher.PublishAsync("d");
        var entries = await topic.WaitForEntriesAsync(4);
        Assert.Equal([0L, 1, 2, 3], entries.Select(entry => entry.Offset));
        Assert.Equal(["ka", "b", "kc", "d"], entries.Select(entry => entry.Key.ToStringUtf8() + entry.Data.ToStringUtf8()));
        Assert.Equal([now, now + 1, now + 2], entries.Take(3).Select(entry => entry.TsNs));
        Assert.True(entries[3].TsNs > now + 2);
    }

    [Fact]
    public async Task Two_streams_to_one_partition_share_its_offsets()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var one = await topic.PublishAsync();
        using var other = await topic.PublishAsync(weed.AnotherBroker());
        for (var i = 0; i < 10; i++)
            Assert.Equal(i, (await (i % 2 == 0 ? one : other).PublishAsync($"{i}")).AssignedOffset);
    }
}
