using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Actors.Tests.Topics;

public class TopicChangeTests
{
    private readonly TopicWorld _world = new(("topic.max.partitions", "10"));

    [Theory]
    [InlineData(3, null, ErrorCode.None)]
    [InlineData(2, null, ErrorCode.InvalidPartitions)]
    [InlineData(1, null, ErrorCode.InvalidPartitions)]
    [InlineData(0, null, ErrorCode.InvalidPartitions)]
    [InlineData(-1, null, ErrorCode.InvalidPartitions)]
    [InlineData(11, null, ErrorCode.InvalidPartitions)]
    [InlineData(4, new[] { 7, 7 }, ErrorCode.None)]
    [InlineData(4, new[] { 7 }, ErrorCode.InvalidReplicaAssignment)]
    [InlineData(3, new[] { 8 }, ErrorCode.InvalidReplicaAssignment)]
    public async Task Partitions_can_only_become_more(int count, int[]? assignments, ErrorCode expected)
    {
        await _world.CreateAsync("a", partitions: 2);

        var answer = await AddAsync(count, assignments);

        Assert.Equal(expected, answer.ErrorCode);
        Assert.Equal(expected == ErrorCode.None ? count : 2, (await _world.CatalogNowAsync()).Find("a")!.PartitionCount);
        Assert.Equal(expected == ErrorCode.None ? count : 2, (await _world.Restart().CatalogNowAsync()).Find("a")!.PartitionCount);
    }

    [Fact]
    public async Task Validating_a_growth_changes_nothing()
    {
        await _world.CreateAsync("a", partitions: 2);

        Assert.Equal(ErrorCode.None, (await AddAsync(3, null, validateOnly: true)).ErrorCode);
        Assert.Equal(2, (await _world.CatalogNowAsync()).Find("a")!.PartitionCount);
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_cannot_be_changed()
    {
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await AddAsync(3, null)).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await AlterAsync(("retention.ms", "1"))).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await IncrementAsync(("retention.ms", 0, "1"))).ErrorCode);
    }

    [Fact]
    public async Task Altering_replaces_all_settings_and_tells_the_partitions()
    {
        await _world.CreateAsync("a", partitions: 2, configs: [("retention.ms", "5"), ("segment.bytes", "2000000")]);

        Assert.Equal(ErrorCode.None, (await AlterAsync(("retention.ms", "6"))).ErrorCode);

        Assert.Equal([("retention.ms", "6")], await OverridesAsync(_world.Restart()));
        var told = _world.Partitions.Values.Select(partition => new TopicSettings(_world.Settings, partition.ConfiguredWith!)).ToList();
        Assert.Equal(2, told.Count);
        Assert.All(told, settings => Assert.Equal((6, 1_073_741_824), (settings.RetentionMs, settings.SegmentBytes)));
    }

    [Fact]
    public async Task Altering_is_checked_as_a_whole_before_anything_changes()
    {
        await _world.CreateAsync("a", configs: ("retention.ms", "5"));

        Assert.Equal(ErrorCode.InvalidRequest, (await AlterAsync(("retention.ms", "6"), ("retention.ms", "7"))).ErrorCode);
        Assert.Equal(ErrorCode.InvalidRequest, (await AlterAsync(("retention.ms", null))).ErrorCode);
        Assert.Equal(ErrorCode.InvalidConfig, (await AlterAsync(("retention.ms", "6"), ("segment.bytes", "0"))).ErrorCode);
        Assert.Equal(ErrorCode.InvalidConfig, (await AlterAsync(("min.compaction.lag.ms", "6"), ("max.compaction.lag.ms", "5"))).ErrorCode);

        Assert.Equal([("retention.ms", "5")], await OverridesAsync(_world));
        Assert.Empty(_world.Partitions);
    }

    [Fact]
    public async Task Incremental_changes_leave_other_settings_alone()
    {
        await _world.CreateAsync("a", configs: [("retention.ms", "5"), ("segment.bytes", "2000000")]);

        Assert.Equal(ErrorCode.None, (await IncrementAsync(("retention.ms", 0, "6"), ("segment.bytes", 1, null), ("max.message.bytes", 0, "9"))).ErrorCode);

        Assert.Equal([("max.message.bytes", "9"), ("retention.ms", "6")], await OverridesAsync(_world));
    }

    [Fact]
    public async Task Lists_are_appended_to_and_subtracted_from_what_is_in_force()
    {
        await _world.CreateAsync("a");

        Assert.Equal(ErrorCode.None, (await IncrementAsync(("cleanup.policy", 2, "compact"))).ErrorCode);
        Assert.Equal([("cleanup.policy", "delete,compact")], await OverridesAsync(_world));
        Assert.Equal(ErrorCode.None, (await IncrementAsync(("cleanup.policy", 2, "compact"))).ErrorCode);
        Assert.Equal([("cleanup.policy", "delete,compact")], await OverridesAsync(_world));
        Assert.Equal(ErrorCode.None, (await IncrementAsync(("cleanup.policy", 3, "delete"))).ErrorCode);
        Assert.Equal([("cleanup.policy", "compact")], await OverridesAsync(_world));
    }

    [Theory]
    [InlineData("retention.ms", 2, "1", ErrorCode.InvalidConfig)]
    [InlineData("retention.ms", 3, "1", ErrorCode.InvalidConfig)]
    [InlineData("no.such.setting", 2, "1", ErrorCode.InvalidConfig)]
    [InlineData("no.such.setting", 0, "1", ErrorCode.InvalidConfig)]
    [InlineData("cleanup.policy", 2, "shrink", ErrorCode.InvalidConfig)]
    [InlineData("retention.ms", 0, null, ErrorCode.InvalidRequest)]
    [InlineData("cleanup.policy", 2, null, ErrorCode.InvalidRequest)]
    [InlineData("retention.ms", 4, "1", ErrorCode.InvalidRequest)]
    [InlineData("retention.ms", -1, "1", ErrorCode.InvalidRequest)]
    [InlineData("no.such.setting", 1, null, ErrorCode.None)]
    public async Task An_incremental_change_that_makes_no_sense_is_refused(string name, sbyte operation, string? value, ErrorCode expected)
    {
        await _world.CreateAsync("a");

        Assert.Equal(expected, (await IncrementAsync((name, operation, value))).ErrorCode);
        Assert.Empty(await OverridesAsync(_world));
    }

    [Fact]
    public async Task Naming_a_setting_twice_in_one_change_is_refused()
    {
        await _world.CreateAsync("a");

        Assert.Equal(ErrorCode.InvalidRequest, (await IncrementAsync(("retention.ms", 0, "6"), ("retention.ms", 1, null))).ErrorCode);
    }

    [Fact]
    public async Task Validating_a_change_of_settings_changes_nothing()
    {
        await _world.CreateAsync("a");

        var answer = await _world.Topic("a").AlterConfigsAsync(
            new() { ResourceType = 2, ResourceName = "a", Configs = [new() { Name = "retention.ms", Value = "1" }] }, validateOnly: true, default);

        Assert.Equal(ErrorCode.None, answer.ErrorCode);
        Assert.Empty(await OverridesAsync(_world));
    }

    private async Task<CreatePartitionsResponse.CreatePartitionsTopicResult> AddAsync(int count, int[]? assignments, bool validateOnly = false) =>
        await _world.Topic("a").AddPartitionsAsync(
            new()
            {
                Name = "a",
                Count = count,
                Assignments = assignments?.Select(broker => new CreatePartitionsRequest.CreatePartitionsAssignment { BrokerIds = [broker] }).ToList(),
            },
            validateOnly,
            CancellationToken.None);

    private async Task<AlterConfigsResponse.AlterConfigsResourceResponse> AlterAsync(params (string Name, string? Value)[] configs) =>
        await _world.Topic("a").AlterConfigsAsync(
            new()
            {
                ResourceType = 2,
                ResourceName = "a",
                Configs = [.. configs.Select(config => new AlterConfigsRequest.AlterableConfig { Name = config.Name, Value = config.Value })],
            },
            validateOnly: false,
            CancellationToken.None);

    private async Task<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> IncrementAsync(
        params (string Name, sbyte Operation, string? Value)[] configs) =>
        await _world.Topic("a").IncrementalAlterConfigsAsync(
            new()
            {
                ResourceType = 2,
                ResourceName = "a",
                Configs =
                [
                    .. configs.Select(config => new IncrementalAlterConfigsRequest.AlterableConfig
                    {
                        Name = config.Name,
                        ConfigOperation = config.Operation,
                        Value = config.Value,
                    }),
                ],
            },
            validateOnly: false,
            CancellationToken.None);

    private static async Task<IEnumerable<(string Name, string Value)>> OverridesAsync(TopicWorld world) =>
        (await world.Topic("a").DescribeAsync(CancellationToken.None))!.Configs.Select(config => (config.Name, config.Value));
}
