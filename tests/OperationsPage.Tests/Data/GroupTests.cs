using System.Net;
using System.Text.Json;
using KafkaGateway.OperationsPage.Tests.Hosting;

namespace KafkaGateway.OperationsPage.Tests.Data;

public sealed class GroupTests : PageTest
{
    [Fact]
    public async Task A_live_group_tells_its_state_its_members_and_who_reads_what()
    {
        await Client.CreateTopicAsync("t", partitions: 3);
        await using var member = await Groups.JoinAsync(await ConnectAsync(), "g", "t", 0, 2);
        var group = await DataAsync("group", ("id", "g"));
        Assert.Equal(("Stable", "consumer", "range"), (group.Text("state"), group.Text("protocolType"), group.Text("protocol")));
        Assert.Equal(new SiloNames(Node).HostOf("g")!.Name, group.Text("silo"));
        var shown = group.List("members").Single();
        Assert.Equal((member.MemberId, "wire", "/127.0.0.1", "2"), (shown.Text("memberId"), shown.Text("clientId"), shown.Text("clientHost"), shown.Text("partitions")));
        Assert.Equal(["0", "2"], group.Each("partitions", "partition"));
        Assert.All(group.Each("partitions", "memberId"), id => Assert.Equal(member.MemberId, id));
    }

    [Fact]
    public async Task Lag_is_what_lies_between_the_commit_and_the_end()
    {
        await Client.CreateTopicAsync("t", partitions: 2);
        await Client.ProduceAsync("t", TestBatches.Of("a", "b", "c", "d"));
        await using var member = await Groups.JoinAsync(await ConnectAsync(), "g", "t", 0, 1);
        await member.CommitAsync(offset: 1);
        var partitions = (await DataAsync("group", ("id", "g"))).List("partitions");
        Assert.Equal(("1", "4", "3"), (partitions[0].Text("committed"), partitions[0].Text("endOffset"), partitions[0].Text("lag")));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (partitions[1].GetProperty("committed").ValueKind, partitions[1].GetProperty("lag").ValueKind));

        await member.CommitAsync(offset: 4);
        Assert.Equal("0", (await DataAsync("group", ("id", "g"))).List("partitions")[0].Text("lag"));
    }

    [Fact]
    public async Task A_group_without_members_is_empty_and_keeps_its_lag()
    {
        await Client.CreateTopicAsync("t");
        await Client.ProduceAsync("t", TestBatches.Of("a", "b"));
        await Groups.CommitAsync(Client, "g", "t", 0, offset: 0);
        var group = await DataAsync("group", ("id", "g"));
        Assert.Equal("Empty", group.Text("state"));
        Assert.Empty(group.List("members"));
        Assert.Equal(["2"], group.Each("partitions", "lag"));
    }

    [Fact]
    public async Task Many_partitions_come_in_pages()
    {
        await Client.CreateTopicAsync("t", partitions: 30);
        await using var member = await Groups.JoinAsync(await ConnectAsync(), "g", "t", [.. Enumerable.Range(0, 30)]);
        var group = await DataAsync("group", ("id", "g"), ("from", "9"), ("limit", "3"));
        Assert.Equal(["9", "10", "11"], group.Each("partitions", "partition"));
        Assert.Equal("30", group.Text("total"));
    }

    [Fact]
    public async Task A_group_that_there_is_not_is_not_found_and_not_made()
    {
        Assert.Equal((HttpStatusCode.NotFound, "There is no group 'g'."), await RefusalAsync("group", ("id", "g")));
        Assert.Equal(HttpStatusCode.NotFound, (await RefusalAsync("group", ("id", new string('x', 2_000)))).Status);
        Assert.Equal("0", (await DataAsync("groups")).Text("total"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("..")]
    [InlineData("a/b?c#d&e=f %2F+")]
    [InlineData("\u202egrün\u0007\n🐘")]
    public async Task Any_name_that_a_client_may_give_leads_to_its_group(string groupId)
    {
        await Client.CreateTopicAsync("t");
        await Groups.CommitAsync(Client, groupId, "t", 0, offset: 0);
        Assert.Equal([groupId], (await DataAsync("groups", ("filter", groupId))).Each("groups", "groupId"));
        Assert.Equal(groupId, (await DataAsync("group", ("id", groupId))).Text("groupId"));
    }
}
