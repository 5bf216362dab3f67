using KafkaGateway.Actors.Topics;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Topics;

public class TopicDeletionTests
{
    private readonly TopicWorld _world = new();

    [Fact]
    public async Task A_deleted_topic_is_gone_with_its_partitions_and_committed_offsets()
    {
        var id = (await _world.CreateAsync("a", partitions: 2)).TopicId;

        var answer = await _world.Topic("a").DeleteAsync(null, CancellationToken.None);

        Assert.Equal((ErrorCode.None, "a", id), (answer.ErrorCode, answer.Name, answer.TopicId));
        Assert.Equal(2, _world.Partitions.Values.Count(partition => partition.IsDeleted));
        Assert.Equal(["g forgets a"], _world.ForgottenByGroups);
        Assert.Null(await _world.Topic("a").DescribeAsync(CancellationToken.None));
        Assert.Null((await _world.CatalogNowAsync()).Find("a"));
        Assert.Null(await _world.Restart().Topic("a").DescribeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_topic_created_again_is_another_one()
    {
        var first = (await _world.CreateAsync("a")).TopicId;
        await _world.Topic("a").DeleteAsync(first, CancellationToken.None);

        var second = (await _world.CreateAsync("a")).TopicId;

        Assert.NotEqual(first, second);
        Assert.Equal(ErrorCode.UnknownTopicId, (await _world.Topic("a").DeleteAsync(first, CancellationToken.None)).ErrorCode);
        Assert.Equal(second, (await _world.CatalogNowAsync()).Find("a")!.TopicId);
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_deleted() =>
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await _world.Topic("a").DeleteAsync(null, CancellationToken.None)).ErrorCode);

    [Fact]
    public async Task A_deletion_that_storage_stopped_is_marked_and_finished_after_a_restart()
    {
        await _world.CreateAsync("a", partitions: 2);
        var last = (await _world.CatalogNowAsync()).Find("a")!.Partition(1);
        ((NotedPartition)_world.Partition(last)).FailsToDelete = true;

        Assert.Equal(ErrorCode.KafkaStorageError, (await _world.Topic("a").DeleteAsync(null, CancellationToken.None)).ErrorCode);
        Assert.Null(await _world.Topic("a").DescribeAsync(CancellationToken.None));

        var restarted = _world.Restart();
        Assert.Null((await restarted.CatalogNowAsync()).Find("a"));
        await UnfinishedDeletions.ResumeAsync(_world.States, restarted, CancellationToken.None);
        Assert.True(restarted.Partitions[last].IsDeleted);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await restarted.Topic("a").DeleteAsync(null, CancellationToken.None)).ErrorCode);
    }

    [Fact]
    public async Task Creating_a_topic_that_is_being_deleted_finishes_the_deletion_first()
    {
        await _world.CreateAsync("a");
        var old = (await _world.CatalogNowAsync()).Find("a")!.Partition(0);
        ((NotedPartition)_world.Partition(old)).FailsToDelete = true;
        await _world.Topic("a").DeleteAsync(null, CancellationToken.None);

        Assert.Equal(ErrorCode.KafkaStorageError, (await _world.CreateAsync("a")).ErrorCode);
        ((NotedPartition)_world.Partition(old)).FailsToDelete = false;
        Assert.Equal(ErrorCode.None, (await _world.CreateAsync("a")).ErrorCode);
        Assert.True(_world.Partitions[old].IsDeleted);
    }

    [Fact]
    public async Task Nothing_is_deleted_before_the_mark_is_stored()
    {
        await _world.CreateAsync("a");
        _world.States.BeforeChange = (_, _) => throw new StorageException("the disk is gone");

        Assert.Equal(ErrorCode.KafkaStorageError, (await _world.Topic("a").DeleteAsync(null, CancellationToken.None)).ErrorCode);

        Assert.DoesNotContain(_world.Partitions.Values, partition => partition.IsDeleted);
        Assert.NotNull((await _world.CatalogNowAsync()).Find("a"));
    }
}
