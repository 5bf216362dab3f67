using KafkaGateway.Protocol.Groups.Assignors;

namespace KafkaGateway.Protocol.Tests.Groups;

public sealed class AssignorTests
{
    private static readonly string[] AllTopics = ["a", "b", "c", "d"];

    [Fact]
    public void Range_gives_the_first_members_one_more_where_a_topic_does_not_divide() =>
        Assert.Equal("m1: a0 a1 b0 b1 | m2: a2 b2", Assign("range", "m1:a,b m2:a,b", "a=3 b=3"));

    [Fact]
    public void Range_puts_partitions_of_the_same_number_together() =>
        Assert.Equal("m1: a0 a1 b0 b1 | m2: a2 a3 b2 b3", Assign("range", "m2:a,b m1:a,b", "a=4 b=4"));

    [Fact]
    public void Range_cuts_each_topic_among_its_own_subscribers() =>
        Assert.Equal("m1: a0 a1 a2 | m2: b0 | m3: b1", Assign("range", "m1:a m2:b m3:b", "a=3 b=2"));

    [Fact]
    public void RoundRobin_deals_all_partitions_in_turn() =>
        Assert.Equal("m1: a0 a2 b1 | m2: a1 b0 b2", Assign("roundrobin", "m1:a,b m2:a,b", "a=3 b=3"));

    [Fact]
    public void RoundRobin_passes_over_members_that_do_not_subscribe() =>
        Assert.Equal("m1: a0 | m2: b0 | m3: b1 c0 c1 c2", Assign("roundrobin", "m1:a m2:a,b m3:a,b,c", "a=1 b=2 c=3"));

    [Theory]
    [InlineData("range")]
    [InlineData("roundrobin")]
    public void Static_members_come_first_by_instance_id_so_that_a_new_member_id_changes_nothing(string name)
    {
        var counts = new Dictionary<string, int> { ["a"] = 3 };
        AssignorMember[] before = [Member("x", null, "a"), Member("z", "i1", "a"), Member("y", "i2", "a")];
        AssignorMember[] after = [Member("x", null, "a"), Member("b", "i1", "a"), Member("q", "i2", "a")];
        var assignor = AssignorCatalog.Find(name)!;
        Assert.Equal(new AssignedPartition("a", 0), assignor.Assign(before, counts)["z"].Single());
        Assert.Equal(new AssignedPartition("a", 0), assignor.Assign(after, counts)["b"].Single());
        Assert.Equal(new AssignedPartition("a", 2), assignor.Assign(after, counts)["x"].Single());
    }

    [Theory]
    [InlineData("range")]
    [InlineData("roundrobin")]
    public void Every_partition_goes_to_exactly_one_of_its_subscribers_whatever_the_order_of_members(string name)
    {
        var assignor = AssignorCatalog.Find(name)!;
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var counts = AllTopics.Where(_ => random.Next(4) > 0).ToDictionary(topic => topic, _ => random.Next(0, 9));
            var members = Enumerable.Range(0, random.Next(1, 8))
                .Select(i => Member($"m{i}", random.Next(3) == 0 ? $"i{i}" : null, [.. AllTopics.Where(_ => random.Next(2) == 0)]))
                .ToArray();
            var assigned = assignor.Assign(members, counts);

            var expected = counts
                .Where(topic => members.Any(member => member.Topics.Contains(topic.Key)))
                .SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => (topic.Key, partition)));
            Assert.Equal(expected.Order(), assigned.Values.SelectMany(part => part).Select(part => (part.Topic, part.Partition)).Order());
            Assert.All(members, member => Assert.All(assigned[member.MemberId], part => Assert.Contains(part.Topic, member.Topics)));

            random.Shuffle(members);
            var again = assignor.Assign(members, counts);
            Assert.All(members, member => Assert.Equal(assigned[member.MemberId], again[member.MemberId]));
        }
    }

    [Theory]
    [InlineData("range", 4)]
    [InlineData("roundrobin", 1)]
    public void Members_with_the_same_subscription_differ_by_at_most_one_partition_per_topic_or_in_all(string name, int most)
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var counts = AllTopics.ToDictionary(topic => topic, _ => random.Next(0, 9));
            var members = Enumerable.Range(0, random.Next(1, 8)).Select(i => Member($"m{i}", null, AllTopics)).ToArray();
            var sizes = AssignorCatalog.Find(name)!.Assign(members, counts).Values.Select(part => part.Count).ToList();
            Assert.True(sizes.Max() - sizes.Min() <= most, $"seed {seed}: {string.Join(' ', sizes)}");
        }
    }

    [Fact]
    public void There_is_no_assignor_of_another_name()
    {
        Assert.Null(AssignorCatalog.Find("cooperative-sticky"));
        Assert.Null(AssignorCatalog.Find(null));
    }

    private static AssignorMember Member(string id, string? instance, params string[] topics) => new(id, instance, topics.ToHashSet());

    private static string Assign(string name, string members, string topics) => string.Join(" | ", AssignorCatalog.Find(name)!
        .Assign(
            [.. members.Split(' ').Select(member => member.Split(':')).Select(member => Member(member[0], null, member[1].Split(',')))],
            topics.Split(' ').Select(topic => topic.Split('=')).ToDictionary(
                topic => topic[0], topic => int.Parse(topic[1], System.Globalization.CultureInfo.InvariantCulture)))
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => $"{entry.Key}: {string.Join(' ', entry.Value.Select(part => $"{part.Topic}{part.Partition}"))}"));
}
