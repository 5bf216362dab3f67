using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

public class FilerTests
{
    private readonly string _folder = $"/standin/{Guid.NewGuid():N}/deep";

    [Fact]
    public async Task An_entry_is_created_with_the_folders_above_it_and_replaced_unless_it_must_be_new()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        Assert.Equal("", await CreateAsync(weed, "a", "one"));
        Assert.Equal("one", (await FindAsync(weed, "a")).Content.ToStringUtf8());
        Assert.NotEqual("", await CreateAsync(weed, "a", "two", mustBeNew: true));
        Assert.Equal("", await CreateAsync(weed, "a", "three"));
        Assert.Equal("three", (await FindAsync(weed, "a")).Content.ToStringUtf8());
        // Over HTTP as much is served as the attributes say.
        Assert.Equal("", await weed.Http.GetStringAsync(new Uri($"{_folder}/a", UriKind.Relative)));
        Assert.Equal("", await CreateAsync(weed, "a", "three", size: 5));
        Assert.Equal("three", await weed.Http.GetStringAsync(new Uri($"{_folder}/a", UriKind.Relative)));
        var parent = new LookupDirectoryEntryRequest { Directory = _folder[..^5], Name = "deep" };
        Assert.True((await weed.Filer.LookupDirectoryEntryAsync(parent)).Entry.IsDirectory);
    }

    [Fact]
    public async Task A_missing_entry_is_an_error_of_a_known_text()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => FindAsync(weed, "nothing"));
        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.Contains("no entry is found in filer store", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("", await ListAsync(weed, new ListEntriesRequest()));
    }

    [Fact]
    public async Task An_update_compares_attributes_and_sets()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var missing = await Assert.ThrowsAsync<RpcException>(() => UpdateAsync(weed, "", "1"));
        Assert.Equal(StatusCode.Unknown, missing.StatusCode);
        await CreateAsync(weed, "a", "one");
        await UpdateAsync(weed, "", "1");
        var late = await Assert.ThrowsAsync<RpcException>(() => UpdateAsync(weed, "", "2"));
        Assert.Equal(StatusCode.FailedPrecondition, late.StatusCode);
        await UpdateAsync(weed, "1", "2");
        Assert.Equal("2", (await FindAsync(weed, "a")).Extended["version"].ToStringUtf8());
    }

    [Fact]
    public async Task A_list_is_in_the_order_of_names_and_goes_on_behind_one()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        foreach (var name in new[] { "b2", "a", "b10", "B", "c" })
            await CreateAsync(weed, name, name);
        Assert.Equal("B a b10 b2 c", await ListAsync(weed, new ListEntriesRequest { Limit = 100 }));
        Assert.Equal("b10 b2", await ListAsync(weed, new ListEntriesRequest { Prefix = "b", Limit = 100 }));
        Assert.Equal("b2 c", await ListAsync(weed, new ListEntriesRequest { StartFromFileName = "b10", Limit = 100 }));
        Assert.Equal(
            "b10 b2", await ListAsync(weed, new ListEntriesRequest { StartFromFileName = "b10", InclusiveStartFrom = true, Limit = 2 }));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_to_delete_what_is_gone_is_no_error()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        await CreateAsync(weed, "a", "one");
        var folder = new DeleteEntryRequest { Directory = _folder[..^5], Name = "deep", IsDeleteData = true };
        Assert.NotEqual("", (await weed.Filer.DeleteEntryAsync(folder)).Error);
        folder.IsRecursive = true;
        Assert.Equal("", (await weed.Filer.DeleteEntryAsync(folder)).Error);
        await Assert.ThrowsAsync<RpcException>(() => FindAsync(weed, "a"));
        Assert.Equal("", (await weed.Filer.DeleteEntryAsync(folder)).Error);
    }

    [Fact]
    public async Task Changes_are_told_from_a_time_on_and_then_as_they_come()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var since = TimeProvider.System.NowNs();
        await CreateAsync(weed, "a", "one");
        await UpdateAsync(weed, "", "1");
        using var events = weed.Filer.SubscribeMetadata(
            new SubscribeMetadataRequest { ClientName = "test", PathPrefix = $"{_folder}/", SinceNs = since, ClientId = TestTopic.NewId() },
            deadline: DateTime.UtcNow.AddSeconds(20));
        var created = await NextAsync(events);
        Assert.Equal((null, "one"), (created.OldEntry, created.NewEntry.Content.ToStringUtf8()));
        Assert.Equal(_folder, created.NewParentPath);
        var updated = await NextAsync(events);
        Assert.Equal((0, "1"), (updated.OldEntry.Extended.Count, updated.NewEntry.Extended["version"].ToStringUtf8()));
        await weed.Filer.DeleteEntryAsync(new DeleteEntryRequest { Directory = _folder, Name = "a", IsDeleteData = true });
        var deleted = await NextAsync(events);
        Assert.Equal(("a", null), (deleted.OldEntry.Name, deleted.NewEntry));
    }

    [Fact]
    public async Task A_listener_needs_an_id_of_its_own_and_is_replaced_by_a_higher_epoch()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        await CreateAsync(weed, "a", "one");
        var request = new SubscribeMetadataRequest { ClientName = "test", PathPrefix = $"{_folder}/" };
        using var nobody = weed.Filer.SubscribeMetadata(request, deadline: DateTime.UtcNow.AddSeconds(20));
        while (await nobody.ResponseStream.MoveNext(default))
            continue;

        request.ClientId = TestTopic.NewId();
        using var first = weed.Filer.SubscribeMetadata(request, deadline: DateTime.UtcNow.AddSeconds(20));
        await NextAsync(first);
        using var same = weed.Filer.SubscribeMetadata(request, deadline: DateTime.UtcNow.AddSeconds(20));
        var error = await Assert.ThrowsAsync<RpcException>(() => same.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        request.ClientEpoch = 1;
        using var second = weed.Filer.SubscribeMetadata(request, deadline: DateTime.UtcNow.AddSeconds(20));
        await NextAsync(second);
        await CreateAsync(weed, "b", "two");
        await NextAsync(second);
        while (await first.ResponseStream.MoveNext(default))
            continue;
    }

    private static async Task<EventNotification> NextAsync(AsyncServerStreamingCall<SubscribeMetadataResponse> events)
    {
        Assert.True(await events.ResponseStream.MoveNext(default));
        return events.ResponseStream.Current.EventNotification;
    }

    private async Task<string> CreateAsync(WeedUnderTest weed, string name, string content, bool mustBeNew = false, ulong size = 0)
    {
        var attributes = new FuseAttributes { FileSize = size };
        var entry = new Entry { Name = name, Content = ByteString.CopyFromUtf8(content), Attributes = attributes };
        return (await weed.Filer.CreateEntryAsync(new CreateEntryRequest { Directory = _folder, Entry = entry, OExcl = mustBeNew })).Error;
    }

    private async Task<Entry> FindAsync(WeedUnderTest weed, string name) =>
        (await weed.Filer.LookupDirectoryEntryAsync(new LookupDirectoryEntryRequest { Directory = _folder, Name = name })).Entry;

    private async Task UpdateAsync(WeedUnderTest weed, string expected, string version)
    {
        var entry = new Entry { Name = "a", Extended = { { "version", ByteString.CopyFromUtf8(version) } } };
        await weed.Filer.UpdateEntryAsync(new UpdateEntryRequest
        {
            Directory = _folder, Entry = entry, ExpectedExtended = { { "version", ByteString.CopyFromUtf8(expected) } },
        });
    }

    private async Task<string> ListAsync(WeedUnderTest weed, ListEntriesRequest request)
    {
        request.Directory = _folder;
        using var call = weed.Filer.ListEntries(request);
        var names = new List<string>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            names.Add(response.Entry.Name);
        return string.Join(' ', names);
    }
}
