using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Wire.Broker;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

public class BrokerFaultTests
{
    private static readonly StandInOptions NeverInTime = new()
    {
        FlushInterval = TimeSpan.FromHours(1), CheckpointInterval = TimeSpan.FromHours(1),
    };

    [Fact]
    public async Task A_killed_broker_loses_what_it_had_in_memory_and_gives_the_offsets_out_again()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync(NeverInTime);
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        await publisher.PublishAsync("a");
        await publisher.PublishAsync("b");
        weed.StandIn.Broker.Kill();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => publisher.AnswerAsync())).StatusCode);
        var later = await Assert.ThrowsAsync<RpcException>(
            async () => await weed.Broker.FindBrokerLeaderAsync(new FindBrokerLeaderRequest()));
        Assert.Equal(StatusCode.Unavailable, later.StatusCode);

        weed.StandIn.Broker.Start();
        using var next = await topic.PublishAsync(weed.AnotherBroker());
        Assert.Equal(0, (await next.PublishAsync("c")).AssignedOffset);
        Assert.Empty(await topic.ReadAllAsync());
    }

    [Fact]
    public async Task Offsets_that_were_noted_down_and_not_written_are_a_hole_that_subscribers_skip()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        await publisher.PublishAsync("0");
        await topic.WaitForEntriesAsync(1);
        await publisher.PublishAsync("1");
        await topic.WaitForEntriesAsync(2);
        weed.StandIn.Filer.FailWrites(true);
        for (var i = 2; i < 5; i++)
            await publisher.PublishAsync($"{i}");
        // The checkpoint alone gets through.
        weed.StandIn.Broker.NoteOffsetsDown();
        weed.StandIn.Broker.Kill();
        weed.StandIn.Filer.FailWrites(false);
        weed.StandIn.Broker.Start();

        using var next = await topic.PublishAsync(weed.AnotherBroker());
        Assert.Equal(5, (await next.PublishAsync("5")).AssignedOffset);
        Assert.Equal([0L, 1, 5], (await topic.WaitForEntriesAsync(3)).Select(entry => entry.Offset));
        using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 2);
        Assert.Equal(["5"], await subscriber.ReadAsync(1));
    }

    [Fact]
    public async Task A_broker_that_hangs_answers_nothing_until_it_goes_on()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        weed.StandIn.Broker.Hang();
        await publisher.SendAsync(ByteString.CopyFromUtf8("a"));
        var answer = publisher.AnswerAsync();
        var late = await Assert.ThrowsAsync<RpcException>(async () => await weed.Broker.FindBrokerLeaderAsync(
            new FindBrokerLeaderRequest(), deadline: DateTime.UtcNow.AddMilliseconds(200)));
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        Assert.False(answer.IsCompleted);
        weed.StandIn.Broker.Resume();
        Assert.Equal(0, (await answer).AssignedOffset);
        Assert.Equal(2, weed.StandIn.Broker.Calls("FindBrokerLeader") + weed.StandIn.Broker.Calls("PublishMessage"));
    }

    [Fact]
    public async Task A_broken_stream_leaves_what_was_sent_in_memory()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync(NeverInTime);
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync(weed.AnotherBroker());
        await publisher.PublishAsync("a");
        weed.StandIn.Broker.BreakStreams();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => publisher.AnswerAsync())).StatusCode);
        using var next = await topic.PublishAsync(weed.AnotherBroker());
        Assert.Equal(1, (await next.PublishAsync("b")).AssignedOffset);
        using var subscriber = await TestSubscriber.OpenAsync(weed.AnotherBroker(), topic, 0);
        Assert.Equal(["a", "b"], await subscriber.ReadAsync(2));
    }

    [Fact]
    public async Task A_stream_to_a_partition_that_is_being_unloaded_is_acknowledged_and_lost()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var topic = await TestTopic.CreateAsync(weed, "plain");
        weed.StandIn.Broker.LoseNextStream(topic.Name.Name);
        using (var lost = await topic.PublishAsync())
        {
            Assert.Equal(0, (await lost.PublishAsync("a")).AssignedOffset);
            Assert.Equal(1, (await lost.PublishAsync("b")).AssignedOffset);
            await lost.CloseAsync();
        }

        using var next = await topic.PublishAsync(weed.AnotherBroker());
        Assert.Equal(2, (await next.PublishAsync("c")).AssignedOffset);
        Assert.Equal([2L], (await topic.WaitForEntriesAsync(1)).Select(entry => entry.Offset));
        Assert.Throws<ArgumentException>(() => weed.StandIn.Broker.LoseNextStream("_a"));
    }

    [Fact]
    public async Task The_last_stream_of_a_plain_topic_has_all_written_when_it_ends()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync(NeverInTime);
        var topic = await TestTopic.CreateAsync(weed, "plain");
        using var publisher = await topic.PublishAsync();
        await publisher.PublishAsync("a");
        Assert.Empty(await topic.ReadAllAsync());
        await publisher.CloseAsync();
        Assert.Single(await topic.ReadAllAsync());
    }

    [Fact]
    public async Task Two_streams_can_leave_their_entries_in_another_order_than_their_offsets()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var one = await topic.PublishAsync();
        using var other = await topic.PublishAsync(weed.AnotherBroker());
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        weed.StandIn.Broker.BeforeAppend = (_, offset) =>
        {
            reached.TrySetResult();
            return offset == 0 ? go.Task : Task.CompletedTask;
        };
        await one.SendAsync(ByteString.CopyFromUtf8("a"));
        await reached.Task;
        Assert.Equal(1, (await other.PublishAsync("b")).AssignedOffset);
        go.SetResult();
        Assert.Equal(0, (await one.AnswerAsync()).AssignedOffset);
        Assert.Equal([1L, 0], (await topic.WaitForEntriesAsync(2)).Select(entry => entry.Offset));
    }

    [Fact]
    public async Task Without_a_balancer_control_calls_fail_and_no_topic_is_found()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var topic = await TestTopic.CreateAsync(weed);
        weed.StandIn.Broker.LacksBalancer = true;
        var missing = await Assert.ThrowsAsync<RpcException>(
            async () => await weed.Broker.FindBrokerLeaderAsync(new FindBrokerLeaderRequest()));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        var error = await Assert.ThrowsAsync<RpcException>(() => topic.ConfigureAsync(1));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        var (publisher, answer) = await TestPublisher.OpenAsync(weed.Broker, topic.Name, topic.Partition);
        Assert.Equal(2, answer.ErrorCode);
        publisher.Dispose();
        weed.StandIn.Broker.LacksBalancer = false;
        await topic.ConfigureAsync(1);
    }

    [Fact]
    public async Task A_broker_that_does_not_lead_names_the_one_that_does()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var topic = await TestTopic.CreateAsync(weed);
        weed.StandIn.Broker.ForeignLeader = "127.0.0.1:1";
        var (publisher, answer) = await TestPublisher.OpenAsync(weed.Broker, topic.Name, topic.Partition);
        Assert.Equal(6, answer.ErrorCode);
        Assert.EndsWith("leader is: 127.0.0.1:1", answer.Error, StringComparison.Ordinal);
        publisher.Dispose();
    }
}
