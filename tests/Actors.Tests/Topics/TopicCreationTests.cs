using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Tests.Topics;

public class TopicCreationTests
{
    private readonly TopicWorld _world = new(("num.partitions", "4"), ("topic.max.partitions", "10"));

    [Fact]
    public async Task A_new_topic_is_answered_stored_and_listed()
    {
        var answer = await _world.CreateAsync("a", partitions: 3, configs: ("retention.ms", "5"));

        Assert.Equal((ErrorCode.None, null, 3, (short)1), (answer.ErrorCode, answer.ErrorMessage, answer.NumPartitions, answer.ReplicationFactor));
        var retention = answer.Configs!.Single(config => config.Name == "retention.ms");
        Assert.Equal(("5", (sbyte)1, false), (retention.Value, retention.ConfigSource, retention.ReadOnly));
        var described = await _world.Topic("a").DescribeAsync(CancellationToken.None);
        Assert.Equal((answer.TopicId, 3), (described!.TopicId, described.PartitionCount));
        var entry = (await _world.CatalogNowAsync()).Find("a");
        Assert.Equal((answer.TopicId, 3), (entry!.TopicId, entry.PartitionCount));
    }

    [Fact]
    public async Task Without_counts_a_topic_gets_the_brokers_defaults()
    {
        var answer = await _world.CreateAsync("a");

        Assert.Equal((4, (short)1), (answer.NumPartitions, answer.ReplicationFactor));
    }

    [Fact]
    public async Task Validating_only_answers_the_same_and_leaves_nothing_behind()
    {
        var answer = await _world.CreateAsync("a", validateOnly: true);

        Assert.Equal((ErrorCode.None, 4), (answer.ErrorCode, answer.NumPartitions));
        Assert.Null(await _world.Topic("a").DescribeAsync(CancellationToken.None));
        Assert.Null((await _world.CatalogNowAsync()).Find("a"));
    }

    [Fact]
    public async Task A_topic_that_exists_is_not_created_again()
    {
        await _world.CreateAsync("a");

        Assert.Equal(ErrorCode.TopicAlreadyExists, (await _world.CreateAsync("a")).ErrorCode);
        Assert.Equal(ErrorCode.TopicAlreadyExists, (await _world.CreateAsync("a", validateOnly: true)).ErrorCode);
        Assert.Equal(ErrorCode.TopicAlreadyExists, (await _world.Restart().CreateAsync("a")).ErrorCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public async Task A_name_outside_Kafkas_rules_is_refused(string name) =>
        Assert.Equal(ErrorCode.InvalidTopicException, (await _world.CreateAsync(name)).ErrorCode);

    [Fact]
    public async Task A_name_may_have_249_characters_and_not_one_more()
    {
        Assert.Equal(ErrorCode.None, (await _world.CreateAsync(new string('x', 249))).ErrorCode);
        Assert.Equal(ErrorCode.InvalidTopicException, (await _world.CreateAsync(new string('x', 250))).ErrorCode);
    }

    [Fact]
    public async Task Names_that_differ_only_in_dots_and_underscores_collide()
    {
        await _world.CreateAsync("a.b_c");

        var answer = await _world.CreateAsync("a_b.c");
        Assert.Equal(ErrorCode.InvalidTopicException, answer.ErrorCode);
        Assert.Contains("collides with existing topics: a.b_c", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.None, (await _world.CreateAsync("a-b-c")).ErrorCode);
    }

    [Theory]
    [InlineData(0, 1, ErrorCode.InvalidPartitions)]
    [InlineData(-2, 1, ErrorCode.InvalidPartitions)]
    [InlineData(11, 1, ErrorCode.InvalidPartitions)]
    [InlineData(1, 0, ErrorCode.InvalidReplicationFactor)]
    [InlineData(1, -2, ErrorCode.InvalidReplicationFactor)]
    [InlineData(1, 2, ErrorCode.InvalidReplicationFactor)]
    [InlineData(10, 1, ErrorCode.None)]
    public async Task Counts_out_of_range_are_refused(int partitions, short replicas, ErrorCode expected)
    {
        var answer = await _world.CreateAsync("a", partitions, replicas);

        Assert.Equal(expected, answer.ErrorCode);
        Assert.Equal(expected == ErrorCode.None, answer.ErrorMessage is null);
    }

    [Theory]
    [InlineData("0:7 1:7", -1, -1, ErrorCode.None)]
    [InlineData("1:7 0:7", -1, -1, ErrorCode.None)]
    [InlineData("0:7", 1, -1, ErrorCode.InvalidRequest)]
    [InlineData("0:7", -1, 1, ErrorCode.InvalidRequest)]
    [InlineData("0:7 2:7", -1, -1, ErrorCode.InvalidReplicaAssignment)]
    [InlineData("1:7", -1, -1, ErrorCode.InvalidReplicaAssignment)]
    [InlineData("0:7 0:7", -1, -1, ErrorCode.InvalidReplicaAssignment)]
    [InlineData("0:", -1, -1, ErrorCode.InvalidReplicaAssignment)]
    [InlineData("0:7,7", -1, -1, ErrorCode.InvalidReplicaAssignment)]
    [InlineData("0:8", -1, -1, ErrorCode.InvalidReplicaAssignment)]
    [InlineData("0:7,8", -1, -1, ErrorCode.InvalidReplicaAssignment)]
    public async Task A_manual_assignment_names_this_node_once_for_partitions_from_0_on(
        string assignments, int partitions, short replicas, ErrorCode expected)
    {
        var answer = await _world.Topic("a").CreateAsync(
            new()
            {
                Name = "a",
                NumPartitions = partitions,
                ReplicationFactor = replicas,
                Assignments = [.. assignments.Split(' ').Select(Assignment)],
            },
            validateOnly: false,
            CancellationToken.None);

        Assert.Equal(expected, answer.ErrorCode);
        Assert.Equal(expected == ErrorCode.None ? 2 : -1, answer.NumPartitions);
    }

    [Theory]
    [InlineData("retention.ms", null, "Null value not supported for topic configs: retention.ms")]
    [InlineData("retention.ms", "x", "Invalid value x for configuration retention.ms: Not a number of type LONG")]
    [InlineData("retention.mss", "1", "Unknown topic config name: retention.mss; did you mean retention.ms?")]
    [InlineData("message.format.version", "2.0", "Unknown topic config name: message.format.version")]
    [InlineData("remote.storage.enable", "true", "There is no tiered storage, so a topic cannot use it")]
    [InlineData("max.compaction.lag.ms", "0", "Invalid value 0 for configuration max.compaction.lag.ms: Value must be at least 1")]
    public async Task A_setting_that_is_unknown_or_invalid_is_refused(string name, string? value, string message)
    {
        var answer = await _world.CreateAsync("a", configs: (name, value));

        Assert.Equal((ErrorCode.InvalidConfig, message), (answer.ErrorCode, answer.ErrorMessage));
    }

    [Fact]
    public async Task Ids_that_Kafka_reserves_or_that_look_like_options_are_passed_over()
    {
        Queue<string> ids = new(["AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAQ", "-BBBBBBBBBBBBBBBBBBBBA", "A-BBBBBBBBBBBBBBBBBBBA"]);
        _world.NewId = () => KafkaUuid.TryParse(ids.Dequeue(), out var id) ? id : throw new InvalidOperationException();

        Assert.Equal("A-BBBBBBBBBBBBBBBBBBBA", KafkaUuid.ToText((await _world.CreateAsync("a")).TopicId));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_created()
    {
        _world.States.BeforeChange = (kind, _) => _ = kind == "topic" ? throw new StorageException("No space left on device: journal") : kind;

        var answer = await _world.CreateAsync("a");

        Assert.Equal((ErrorCode.KafkaStorageError, "No space left on device: journal"), (answer.ErrorCode, answer.ErrorMessage));
        Assert.Null((await _world.CatalogNowAsync()).Find("a"));
        _world.States.BeforeChange = null;
        Assert.Equal(ErrorCode.None, (await _world.CreateAsync("a")).ErrorCode);
    }

    [Fact]
    public async Task When_another_owner_created_it_in_the_meantime_it_exists()
    {
        await _world.Topic("a").DescribeAsync(CancellationToken.None);
        await _world.Restart().CreateAsync("a");

        Assert.Equal(ErrorCode.TopicAlreadyExists, (await _world.CreateAsync("a")).ErrorCode);
    }

    [Fact]
    public async Task Whoever_was_only_asked_about_a_topic_that_does_not_exist_holds_nothing()
    {
        var topic = (Actors.Topics.Topic)_world.Topic("a");
        await topic.DescribeAsync(CancellationToken.None);
        await _world.CreateAsync("a", validateOnly: true);
        Assert.True(topic.HoldsNothing);

        await _world.CreateAsync("a");
        Assert.False(topic.HoldsNothing);
        await topic.DeleteAsync(null, CancellationToken.None);
        Assert.True(topic.HoldsNothing);
    }

    private static CreateTopicsRequest.CreatableReplicaAssignment Assignment(string text) => new()
    {
        PartitionIndex = int.Parse(text.Split(':')[0], null),
        BrokerIds = [.. text.Split(':')[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(broker => int.Parse(broker, null))],
    };
}
