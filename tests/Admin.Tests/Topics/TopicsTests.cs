using KafkaGateway.Admin.Tests.Running;

namespace KafkaGateway.Admin.Tests.Topics;

public sealed class TopicsTests : AdminTest
{
    [Fact]
    public async Task A_topic_is_created_described_grown_and_deleted()
    {
        Assert.Equal("Created topic orders.\n", (await SucceedAsync("topics --create --topic orders --partitions 2 --config retention.ms=60000")).Output);
        var described = (await SucceedAsync("topics --describe --topic orders --json")).Json[0];
        Assert.Equal(2, described.GetProperty("partitions").GetArrayLength());
        Assert.Equal("60000", described.GetProperty("configs").GetProperty("retention.ms").GetString());

        Assert.Equal("Topic orders has 5 partitions, it had 2.\n", (await SucceedAsync("topics --alter --topic orders --partitions 5")).Output);
        Assert.Equal(["orders", "4", "0", "0", "0"], (await SucceedAsync("topics --describe --topic orders")).LastRow);

        Assert.Equal("Deleted topic orders.\n", (await SucceedAsync("topics --delete --topic orders")).Output);
        Assert.Equal("", (await SucceedAsync("topics --list")).Output);
    }

    [Fact]
    public async Task Topics_are_named_by_regular_expressions_that_match_as_a_whole()
    {
        foreach (var topic in new[] { "a1", "a2", "b1", "xa1" })
            await SucceedAsync($"topics --create --topic {topic}");
        Assert.Equal(["a1", "a2"], (await SucceedAsync("topics --list --topic a.")).Lines);
        Assert.Equal(["a1", "b1"], (await SucceedAsync("topics --list --topic a1,b.*")).Lines);
        await SucceedAsync("topics --delete --topic a.*");
        Assert.Equal(["b1", "xa1"], (await SucceedAsync("topics --list")).Lines);
        Assert.StartsWith("error: '(' is no regular expression", (await FailAsync("topics --list --topic ("))[0]);
    }

    [Fact]
    public async Task What_exists_or_is_missing_is_an_error_unless_that_may_be()
    {
        await SucceedAsync("topics --create --topic t");
        Assert.StartsWith("error: topic t: TOPIC_ALREADY_EXISTS", (await FailAsync("topics --create --topic t"))[0]);
        Assert.Equal("Topic t exists already.\n", (await SucceedAsync("topics --create --topic t --if-not-exists")).Output);
        Assert.Equal(["error: topic 'none' does not exist"], await FailAsync("topics --delete --topic none"));
        Assert.Equal("", (await SucceedAsync("topics --delete --topic none --if-exists")).Output);
        Assert.StartsWith("error: topic t: INVALID_PARTITIONS", (await FailAsync("topics --alter --topic t --partitions 1"))[0]);
    }

    [Fact]
    public async Task Only_partitions_or_topics_that_an_operator_looks_for_are_described()
    {
        await SucceedAsync("topics --create --topic plain");
        await SucceedAsync("topics --create --topic special --config retention.ms=60000");
        await SucceedAsync("topics --create --topic wanting --config min.insync.replicas=2");
        Assert.Equal("", (await SucceedAsync("topics --describe --under-replicated-partitions")).Output);
        Assert.Equal("", (await SucceedAsync("topics --describe --unavailable-partitions")).Output);
        Assert.Equal(["wanting"], await DescribedAsync("--under-min-isr-partitions"));
        Assert.Equal(["plain", "special"], await DescribedAsync("--at-min-isr-partitions"));
        Assert.Equal(["special", "wanting"], await DescribedAsync("--topics-with-overrides"));
    }

    private async Task<IEnumerable<string?>> DescribedAsync(string filter) =>
        (await SucceedAsync($"topics --describe {filter} --json")).Json.EnumerateArray().Select(topic => topic.GetProperty("topic").GetString()).ToList();
}
