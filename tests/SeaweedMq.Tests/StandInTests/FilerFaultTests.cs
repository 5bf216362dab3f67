using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

public class FilerFaultTests
{
    [Fact]
    public async Task Flushes_wait_for_a_filer_that_cannot_write()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        weed.StandIn.Filer.FailWrites(true);
        await publisher.PublishAsync("a");
        var entry = new Entry { Name = "x" };
        Assert.NotEqual("", (await weed.Filer.CreateEntryAsync(new CreateEntryRequest { Directory = "/a", Entry = entry })).Error);
        Assert.Empty(await topic.ReadAllAsync());
        weed.StandIn.Filer.FailWrites(false);
        Assert.Single(await topic.WaitForEntriesAsync(1));
    }

    [Fact]
    public async Task Publishers_wait_while_too_many_windows_do()
    {
        var options = new StandInOptions { FlushInterval = TimeSpan.FromHours(1), WindowBytes = 1000, QueuedWindows = 2 };
        await using var weed = await WeedUnderTest.StartStandInAsync(options);
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        weed.StandIn.Filer.FailWrites(true);
        for (var i = 0; i < 10; i++)
            await publisher.SendAsync(TestTopic.Value(600));
        // One window is being written, two wait; the fifth message seals a fourth.
        for (var i = 0; i < 4; i++)
            Assert.Equal(i, (await publisher.AnswerAsync()).AssignedOffset);
        var answer = publisher.AnswerAsync();
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(100)));
        weed.StandIn.Filer.FailWrites(false);
        Assert.Equal(4, (await answer).AssignedOffset);
        for (var i = 5; i < 10; i++)
            await publisher.AnswerAsync();
        Assert.Equal(9, (await topic.WaitForEntriesAsync(9)).Count);
    }

    [Fact]
    public async Task A_filer_that_is_down_is_unavailable_and_publishing_goes_on()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        weed.StandIn.Filer.Stop();
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await weed.Filer.GetFilerConfigurationAsync(new GetFilerConfigurationRequest()));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => weed.Http.GetAsync(new Uri("/a", UriKind.Relative)));
        Assert.Equal(0, (await publisher.PublishAsync("a")).AssignedOffset);
        weed.StandIn.Filer.Start();
        Assert.Single(await topic.WaitForEntriesAsync(1));
        Assert.True(weed.StandIn.Filer.Calls("GET") > 0);
    }

    [Fact]
    public async Task A_listener_hears_of_the_end_of_the_filer()
    {
        await using var weed = await WeedUnderTest.StartStandInAsync();
        var request = new SubscribeMetadataRequest { ClientName = "test", ClientId = TestTopic.NewId(), PathPrefix = "/a/" };
        using var events = weed.Filer.SubscribeMetadata(request);
        await weed.Filer.CreateEntryAsync(new CreateEntryRequest
        {
            Directory = "/a", Entry = new Entry { Name = "x", Content = ByteString.CopyFromUtf8("x") },
        });
        Assert.True(await events.ResponseStream.MoveNext(default));
        weed.StandIn.Filer.Stop();
        var error = await Assert.ThrowsAsync<RpcException>(() => events.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }
}
