using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

public class LogFileTests
{
    [Fact]
    public async Task A_file_is_named_by_its_first_entry_and_tells_its_offsets_unless_that_is_0()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        var hourAgo = TimeProvider.System.NowNs() - 3_600_000_000_000;
        await publisher.PublishAsync("a", tsNs: hourAgo);
        await publisher.PublishAsync("b", tsNs: hourAgo + 1);
        await topic.WaitForEntriesAsync(2);
        var first = Assert.Single(await topic.LogFilesAsync());
        Assert.Equal(Clock.SecondOf(hourAgo), first.Name);
        Assert.Null(TestTopic.Attribute(first, "offset_min"));
        Assert.Null(TestTopic.Attribute(first, "offset_max"));
        Assert.Equal(2, TestTopic.Attribute(first, "buffer_start"));

        await publisher.PublishAsync("c");
        await publisher.PublishAsync("d");
        await topic.WaitForEntriesAsync(4);
        var second = (await topic.LogFilesAsync())[^1];
        Assert.Equal((2, 3), (TestTopic.Attribute(second, "offset_min"), TestTopic.Attribute(second, "offset_max")));
    }

    [Fact]
    public async Task Flushes_that_begin_in_the_same_second_share_a_file()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        var second = (TimeProvider.System.NowNs() - 3_600_000_000_000) / 1_000_000_000 * 1_000_000_000;
        await publisher.PublishAsync("a", tsNs: second);
        await topic.WaitForEntriesAsync(1);
        await publisher.PublishAsync("b", tsNs: second + 1_000_000);
        Assert.Equal([0L, 1], (await topic.WaitForEntriesAsync(2)).Select(entry => entry.Offset));
        var file = Assert.Single(await topic.LogFilesAsync());
        Assert.Equal((1, 1), (TestTopic.Attribute(file, "offset_min"), TestTopic.Attribute(file, "offset_max")));
        Assert.Equal(2, file.Chunks.Count);
        Assert.Equal((long)file.Chunks[0].Size, file.Chunks[1].Offset);
        Assert.Equal(file.Chunks[0].Size + file.Chunks[1].Size, file.Attributes.FileSize);
    }

    [Fact]
    public async Task A_window_that_is_full_claims_one_offset_that_is_in_the_next()
    {
        await using var weed = await WeedUnderTest.StartAsync(new StandInOptions { FlushInterval = TimeSpan.FromSeconds(1) });
        // If the time for a flush comes in between, it is another window that is full, or none.
        for (var tries = 0; tries < 5; tries++)
        {
            var topic = await TestTopic.CreateAsync(weed);
            using var publisher = await topic.PublishAsync();
            if (await FillWindowAsync(topic, publisher) is not { Chunks.Count: 2 } file)
                continue;

            // The flush of the eighth alone, which does not know its range, has changed nothing about what the first one claimed.
            Assert.Equal((1, 8), (TestTopic.Attribute(file, "offset_min"), TestTopic.Attribute(file, "offset_max")));
            var entries = await topic.ReadAsync(file);
            Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8], entries.Select(entry => entry.Offset));
            Assert.Equal((ulong)entries.Take(7).Sum(entry => 4 + entry.CalculateSize()), file.Chunks[0].Size);
            return;
        }

        Assert.Fail("no window was left alone");
    }

    [Fact]
    public async Task Each_flush_is_an_event_that_carries_the_entry()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var events = weed.Filer.SubscribeMetadata(
            new SubscribeMetadataRequest
            {
                ClientName = "test",
                ClientId = TestTopic.NewId(),
                PathPrefix = $"{topic.PartitionFolder}/",
                SinceNs = TimeProvider.System.NowNs(),
            },
            deadline: DateTime.UtcNow.AddSeconds(20));
        using var publisher = await topic.PublishAsync();
        await publisher.PublishAsync("a");
        var first = await NextLogEventAsync(events);
        Assert.Equal(topic.PartitionFolder, first.Directory);
        Assert.Null(first.EventNotification.OldEntry);
        var entry = first.EventNotification.NewEntry;
        Assert.Equal(Assert.Single(entry.Chunks).Size, entry.Attributes.FileSize);
        await publisher.PublishAsync("b");
        var second = await NextLogEventAsync(events);
        Assert.True(second.TsNs > first.TsNs);
        Assert.Equal(1, TestTopic.Attribute(second.EventNotification.NewEntry, "offset_max"));
    }

    [Fact]
    public async Task The_last_offset_is_noted_down_from_time_to_time()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        for (var i = 0; i < 5; i++)
            await publisher.PublishAsync($"{i}");
        using var events = weed.Filer.SubscribeMetadata(
            new SubscribeMetadataRequest
            {
                ClientName = "test", ClientId = TestTopic.NewId(), PathPrefix = $"{topic.PartitionFolder}/checkpoint",
            },
            deadline: DateTime.UtcNow.AddSeconds(20));
        do
            Assert.True(await events.ResponseStream.MoveNext(default));
        while (BinaryPrimitives.ReadInt64BigEndian(events.ResponseStream.Current.EventNotification.NewEntry.Content.Span) < 4);
    }

    [Fact]
    public async Task A_file_is_read_in_ranges()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using var publisher = await topic.PublishAsync();
        await publisher.PublishAsync("a");
        await publisher.PublishAsync("b");
        await topic.WaitForEntriesAsync(2);
        var path = $"{topic.PartitionFolder}/{(await topic.LogFilesAsync())[0].Name}";
        var all = await weed.Http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        using var part = await GetAsync(weed.Http, path, 3, 5);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(3, 5, all.Length), part.Content.Headers.ContentRange);
        Assert.Equal(all[3..6], await part.Content.ReadAsByteArrayAsync());
        using var rest = await GetAsync(weed.Http, path, 3, null);
        Assert.Equal(all[3..], await rest.Content.ReadAsByteArrayAsync());
        using var end = await GetAsync(weed.Http, path, all.Length, null);
        Assert.Equal(HttpStatusCode.PartialContent, end.StatusCode);
        Assert.Empty(await end.Content.ReadAsByteArrayAsync());
        using var beyond = await GetAsync(weed.Http, path, all.Length + 1, null);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var missing = await GetAsync(weed.Http, path + "x", 0, null);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    /// <summary>Publishes offset 0 into a file of its own, then eight messages of which seven fill a window.</summary>
    private static async Task<Entry> FillWindowAsync(TestTopic topic, TestPublisher publisher)
    {
        await publisher.PublishAsync("a", tsNs: 1_000_000_000);
        await topic.WaitForEntriesAsync(1);
        var (now, value) = (TimeProvider.System.NowNs(), TestTopic.Value(1 << 20));
        for (var i = 0; i < 8; i++)
            await publisher.SendAsync(value, tsNs: now + i);
        for (var i = 0; i < 8; i++)
            await publisher.AnswerAsync();
        await topic.WaitForEntriesAsync(9);
        return (await topic.LogFilesAsync())[^1];
    }

    private static async Task<SubscribeMetadataResponse> NextLogEventAsync(AsyncServerStreamingCall<SubscribeMetadataResponse> events)
    {
        do
            Assert.True(await events.ResponseStream.MoveNext(default));
        while (events.ResponseStream.Current.EventNotification.NewEntry is not { Chunks.Count: > 0 });
        return events.ResponseStream.Current;
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient http, string path, long from, long? to)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(from, to) } };
        return http.SendAsync(request);
    }
}
