using System.Net;
using KafkaGateway.Contracts;
using KafkaGateway.OperationsPage.Tests.Hosting;
using KafkaGateway.Protocol;

namespace KafkaGateway.OperationsPage.Tests.Data;

public sealed class TopicTests : PageTest
{
    [Fact]
    public async Task Partitions_tell_how_far_they_reach_and_what_they_take()
    {
        await Client.CreateTopicAsync("t", partitions: 2);
        var batch = TestBatches.Of("a", "b", "c");
        var length = batch.Length;
        await Client.ProduceAsync("t", batch, partition: 1);
        var partitions = (await DataAsync("topic", ("name", "t"))).List("partitions");
        Assert.Equal(("0", "0", "0"), (partitions[0].Text("startOffset"), partitions[0].Text("endOffset"), partitions[0].Text("sizeBytes")));
        Assert.Equal(("0", "3", $"{length}"), (partitions[1].Text("startOffset"), partitions[1].Text("endOffset"), partitions[1].Text("sizeBytes")));
    }

    [Fact]
    public async Task A_partition_names_the_silo_that_hosts_it()
    {
        var id = await Client.CreateTopicAsync("t", partitions: 16);
        var map = new SiloNames(Node);
        var topic = await DataAsync("topic", ("name", "t"));
        Assert.Equal(
            Enumerable.Range(0, 16).Select(partition => map.HostOf(new PartitionKey("t", id, partition))!.Name),
            topic.Each("partitions", "silo"));
        Assert.Equal(SiloNames.Silos, topic.Each("partitions", "silo").Distinct().Order());
    }

    [Fact]
    public async Task A_topic_tells_its_id_and_what_is_set_for_it()
    {
        var id = await Client.CreateTopicAsync("t", configs: ("retention.ms", "12345"));
        var topic = await DataAsync("topic", ("name", "t"));
        Assert.Equal((KafkaUuid.ToText(id), "False", "1"), (topic.Text("topicId"), topic.Text("isForeign"), topic.Text("total")));
        Assert.Equal(("retention.ms", "12345"), (topic.List("configs").Single().Text("name"), topic.List("configs").Single().Text("value")));
    }

    [Fact]
    public async Task Of_many_partitions_only_a_page_is_asked()
    {
        await Client.CreateTopicAsync("wide", partitions: 1_000);
        var topic = await DataAsync("topic", ("name", "wide"), ("from", "990"), ("limit", "20"));
        Assert.Equal(Enumerable.Range(990, 10).Select(index => $"{index}"), topic.Each("partitions", "partition"));
        Assert.Equal(("1000", "990"), (topic.Text("total"), topic.Text("from")));
        Assert.Equal(100, (await DataAsync("topic", ("name", "wide"))).List("partitions").Count);
    }

    [Fact]
    public async Task Groups_that_have_committed_offsets_of_it_are_named()
    {
        await Client.CreateTopicAsync("t");
        foreach (var group in new[] { "second", "first" })
            await Groups.CommitAsync(Client, group, "t", 0, offset: 1);
        var groups = await DataAsync("topic/groups", ("name", "t"), ("limit", "1"));
        Assert.Equal("2", groups.Text("total"));
        Assert.Equal(["first"], groups.List("groups").Select(group => group.GetString()));
    }

    [Fact]
    public async Task A_topic_that_there_is_not_is_not_found_and_not_made()
    {
        Assert.Equal((HttpStatusCode.NotFound, "There is no topic 't'."), await RefusalAsync("topic", ("name", "t")));
        Assert.Equal("0", (await DataAsync("topics")).Text("total"));
    }

    [Fact]
    public async Task A_name_must_be_given() =>
        Assert.Equal((HttpStatusCode.BadRequest, "name is missing"), await RefusalAsync("topic"));
}
