using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Interfaces;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Cluster.Tests.Grains;

/// <summary>What clients ask for that is not there, or no longer.</summary>
public sealed class AbsentTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await GrainCluster.StartAsync(silos: 2);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_partition_of_a_deleted_topic_is_unknown_and_leaves_nothing_behind()
    {
        var old = (await _cluster.CreateTopicAsync("t", 2))[1];
        Assert.Equal(ErrorCode.None, (await AppendAsync(old)).ErrorCode);
        var waiting = _cluster.Actors.Partition(old).ReadAsync(
            new ReadRequest { FetchOffset = 1, MaxBytes = 1000, MinBytes = 1, MaxWaitMs = 14_000 }, CancellationToken.None).AsTask();
        Assert.Equal(ErrorCode.None, (await _cluster.Actors.Topic("t").DeleteAsync(null, CancellationToken.None)).ErrorCode);

        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await waiting.WaitAsync(TimeSpan.FromSeconds(5))).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await AppendAsync(old)).ErrorCode);
        Assert.Empty(_cluster.Storage.ListLogs());

        var anew = (await _cluster.CreateTopicAsync("t", 2))[1];
        Assert.Equal((ErrorCode.None, 0L), await AppendAsync(anew) is var appended ? (appended.ErrorCode, appended.BaseOffset) : default);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await AppendAsync(old)).ErrorCode);
        Assert.Equal([anew], _cluster.Storage.ListLogs());
    }

    [Theory]
    [InlineData("no such topic")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/")]
    [InlineData("// ")]
    public async Task A_topic_that_does_not_exist_is_not_kept_awake(string name)
    {
        var grain = _cluster.Grains.GetGrain<ITopicGrain>(NameGrainKey.Of(name));
        Assert.Null(await _cluster.Actors.Topic(name).DescribeAsync(CancellationToken.None));
        await _cluster.GoneAsync(grain).WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_group_that_does_not_exist_is_not_kept_awake()
    {
        var described = await _cluster.Actors.Group("nobody").DescribeAsync(CancellationToken.None);
        Assert.Equal("Dead", described.GroupState);
        await _cluster.GoneAsync(_cluster.Grains.GetGrain<IConsumerGroupGrain>("nobody")).WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_group_with_a_blank_name_is_a_group_like_others()
    {
        await _cluster.CreateTopicAsync("t");
        var commit = new OffsetCommitRequest { GroupId = " ", Topics = [new() { Name = "t", Partitions = [new() { CommittedOffset = 7 }] }] };
        var committed = await _cluster.Actors.Group(" ").CommitAsync(
            commit, new GroupCaller { ClientId = "c", ClientHost = "/h", ApiVersion = 8 }, CancellationToken.None);
        Assert.Equal(ErrorCode.None, committed.Topics[0].Partitions[0].ErrorCode);
        Assert.Contains(await _cluster.Actors.Groups.ListAsync(CancellationToken.None), group => group.GroupId == " ");
    }

    [Fact]
    public void Names_and_grain_keys_translate_one_to_one()
    {
        string[] names = ["", " ", "/", "//", "a", "/a", "a/", "\t", "/ "];
        Assert.Equal(names, names.Select(name => NameGrainKey.Parse(NameGrainKey.Of(name))));
        Assert.Equal(names.Length, names.Select(NameGrainKey.Of).Distinct().Count());
        Assert.All(names, name => Assert.False(string.IsNullOrWhiteSpace(NameGrainKey.Of(name))));
    }

    private ValueTask<AppendResponse> AppendAsync(PartitionKey partition) => _cluster.Actors.Partition(partition).AppendAsync(
        new AppendRequest { Acks = -1, Batch = TestBatches.Of("x") }, CancellationToken.None);
}
