using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using CatalogActor = KafkaGateway.Actors.Topics.TopicCatalog;
using TopicActor = KafkaGateway.Actors.Topics.Topic;
using Watch = KafkaGateway.Actors.Topics.ForeignTopicWatch;

namespace KafkaGateway.Actors.Tests.Topics;

public sealed class ForeignTopicTests : IForeignTopics, ITurnScheduler
{
    private readonly TopicWorld _world = new();
    private readonly List<TopicCatalogEntry> _theirs = [Theirs("theirs")];
    private readonly CatalogActor _catalog;
    private Func<ValueTask> _look = () => default;
    private bool _fails;

    public ForeignTopicTests() => _catalog = new CatalogActor(_world.States, TimeProvider.System, new Watch(this, this, NullLogger.Instance));

    [Fact]
    public void An_id_says_whose_topic_it_is_and_is_the_same_for_the_same_incarnation()
    {
        var id = ForeignTopicIds.Of("kafka", "t", 5);
        Assert.Equal(id, ForeignTopicIds.Of("kafka", "t", 5));
        Assert.True(ForeignTopicIds.Is(id));
        Assert.False(ForeignTopicIds.Is(Guid.NewGuid()));
        Assert.Equal(4, new[] { id, ForeignTopicIds.Of("kafka", "t", 6), ForeignTopicIds.Of("kafka", "u", 5), ForeignTopicIds.Of("other", "t", 5) }.Distinct().Count());
    }

    [Fact]
    public async Task Topics_of_others_come_and_go_in_the_catalog()
    {
        Assert.Equal(["theirs"], await NamesAsync());
        _theirs.Add(Theirs("more"));
        _theirs.Add(Theirs("no topic of Kafka's"));
        await _look();
        Assert.Equal(["more", "theirs"], await NamesAsync());
        _theirs.Clear();
        _theirs.Add(Theirs("theirs", generation: 2));
        await _look();
        Assert.Equal(_theirs, (await SnapshotAsync()).Topics);
    }

    [Fact]
    public async Task When_the_storage_does_not_answer_those_last_seen_stay()
    {
        Assert.Equal(["theirs"], await NamesAsync());
        _fails = true;
        await _look();
        Assert.Equal(["theirs"], await NamesAsync());
    }

    [Fact]
    public async Task A_topic_of_ours_hides_one_of_others_until_it_is_gone()
    {
        var ours = new TopicCatalogEntry("theirs", Guid.NewGuid(), 1);
        await _catalog.PutAsync(ours, default);
        await _look();
        Assert.Equal([ours], (await SnapshotAsync()).Topics);
        await _catalog.RemoveAsync("theirs", ours.TopicId, default);
        Assert.Equal(_theirs, (await SnapshotAsync()).Topics);
    }

    [Fact]
    public async Task A_topic_of_others_can_be_described_and_not_made_or_changed()
    {
        var topic = NewTopic("theirs");
        Assert.Equal(_theirs[0].TopicId, (await topic.DescribeAsync(default))!.TopicId);
        Assert.Equal(ErrorCode.TopicAlreadyExists, (await CreateAsync("theirs")).ErrorCode);
        Assert.Equal(ErrorCode.PolicyViolation, (await topic.AddPartitionsAsync(new() { Name = "theirs", Count = 9 }, false, default)).ErrorCode);
        Assert.Equal(
            ErrorCode.PolicyViolation,
            (await topic.AlterConfigsAsync(new() { ResourceType = (sbyte)ConfigResourceType.Topic, ResourceName = "theirs" }, false, default)).ErrorCode);
        Assert.Equal(
            ErrorCode.PolicyViolation,
            (await topic.IncrementalAlterConfigsAsync(new() { ResourceType = (sbyte)ConfigResourceType.Topic, ResourceName = "theirs" }, false, default)).ErrorCode);
        Assert.Equal(ErrorCode.PolicyViolation, (await topic.DeleteAsync(null, default)).ErrorCode);
        Assert.Equal(ErrorCode.PolicyViolation, (await topic.DeleteAsync(_theirs[0].TopicId, default)).ErrorCode);
    }

    [Fact]
    public async Task A_topic_that_nobody_has_is_still_absent()
    {
        Assert.Null(await NewTopic("absent").DescribeAsync(default));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await NewTopic("absent").DeleteAsync(null, default)).ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicId, (await NewTopic("absent").DeleteAsync(Guid.NewGuid(), default)).ErrorCode);
        Assert.Equal(ErrorCode.None, (await CreateAsync("absent")).ErrorCode);
    }

    ValueTask<IReadOnlyList<TopicCatalogEntry>> IForeignTopics.ListAsync(CancellationToken cancellationToken) =>
        _fails ? throw new StorageException("silent") : new([.. _theirs]);

    ValueTask<TopicDescription?> IForeignTopics.FindAsync(string name, CancellationToken cancellationToken) => new(
        _theirs.Find(topic => topic.Name == name) is { } found
            ? new TopicDescription { Name = name, TopicId = found.TopicId, PartitionCount = found.PartitionCount }
            : null);

    ValueTask<IHostedPartition?> IForeignTopics.OpenAsync(PartitionKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    IDisposable ITurnScheduler.Schedule(TimeSpan due, Func<ValueTask> turn)
    {
        _look = turn;
        return new MemoryStream();
    }

    private static TopicCatalogEntry Theirs(string name, long generation = 1) => new(name, ForeignTopicIds.Of("kafka", name, generation), 4);

    private TopicActor NewTopic(string name) => new(name, _world.States, _world, _world, _world.Settings, _world.NewId, this);

    private async Task<CreateTopicsResponse.CreatableTopicResult> CreateAsync(string name) =>
        await NewTopic(name).CreateAsync(new() { Name = name, NumPartitions = 1, ReplicationFactor = 1 }, false, default);

    private async Task<TopicCatalogSnapshot> SnapshotAsync() => await _catalog.GetAsync(-1, TimeSpan.Zero, default);

    private async Task<IEnumerable<string>> NamesAsync() => (await SnapshotAsync()).Topics.Select(topic => topic.Name);
}
