using KafkaGateway.Actors.Topics;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Tests.Topics;

/// <summary>Turns run one at a time, and others run between the awaits of one: on one exclusive scheduler, with a store that awaits.</summary>
public class InterleavingTests
{
    private readonly TopicWorld _world = new();

    public InterleavingTests() => _world.States.IsSlow = true;

    [Fact]
    public Task Of_many_who_create_a_topic_at_once_one_does() => InTurns(async () =>
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _world.CreateAsync("a")));

        Assert.Single(answers, answer => answer.ErrorCode == ErrorCode.None);
        Assert.Equal(9, answers.Count(answer => answer.ErrorCode == ErrorCode.TopicAlreadyExists));
    });

    [Fact]
    public Task Creating_and_deleting_in_any_mixture_leaves_catalog_and_store_agreed() => InTurns(async () =>
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async call =>
        {
            switch (call % 3)
            {
                case 0:
                    await _world.CreateAsync("a", partitions: call + 1);
                    break;
                case 1:
                    await _world.Topic("a").DeleteAsync(null, CancellationToken.None);
                    break;
                default:
                    await _world.Topic("a").DescribeAsync(CancellationToken.None);
                    break;
            }
        }));

        var listed = (await _world.CatalogNowAsync()).Find("a");
        var stored = await _world.Restart().Topic("a").DescribeAsync(CancellationToken.None);
        Assert.Equal((stored?.TopicId, stored?.PartitionCount), (listed?.TopicId, listed?.PartitionCount));
        Assert.Equal(listed is null, ((Topic)_world.Topic("a")).HoldsNothing);
    });

    [Fact]
    public Task Partitions_added_and_settings_changed_at_once_are_all_kept() => InTurns(async () =>
    {
        await _world.CreateAsync("a", partitions: 1);

        await Task.WhenAll(
            GrowAsync(2), SetAsync("retention.ms", "5"), GrowAsync(3), SetAsync("segment.ms", "6"), SetAsync("max.message.bytes", "7"));

        var topic = await _world.Restart().Topic("a").DescribeAsync(CancellationToken.None);
        Assert.Equal(3, topic!.PartitionCount);
        Assert.Equal(["max.message.bytes", "retention.ms", "segment.ms"], topic.Configs.Select(config => config.Name));
    });

    [Fact]
    public Task Producer_ids_asked_for_at_once_are_all_different() => InTurns(async () =>
    {
        var owners = new[] { new ProducerIds(_world.States), new ProducerIds(_world.States) };

        var ids = await Task.WhenAll(Enumerable.Range(0, 3000).Select(call => owners[call % 2].AllocateAsync(1, CancellationToken.None).AsTask()));

        Assert.Equal(3000, ids.Distinct().Count());
    });

    private async Task GrowAsync(int count) =>
        await _world.Topic("a").AddPartitionsAsync(new() { Name = "a", Count = count, Assignments = null }, validateOnly: false, CancellationToken.None);

    private async Task SetAsync(string name, string value) => await _world.Topic("a").IncrementalAlterConfigsAsync(
        new() { ResourceType = 2, ResourceName = "a", Configs = [new() { Name = name, Value = value }] }, validateOnly: false, CancellationToken.None);

    private static Task InTurns(Func<Task> test) => Task.Factory.StartNew(
        test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}
