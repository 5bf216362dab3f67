using KafkaGateway.Contracts;

namespace KafkaGateway.Actors.Tests.Topics;

public class TopicCatalogTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private readonly TopicWorld _world = new();

    [Fact]
    public async Task Whoever_knows_an_older_version_is_answered_at_once()
    {
        var known = (await _world.CatalogNowAsync()).Version;
        await _world.CreateAsync("a");

        var newer = await _world.Catalog.GetAsync(known, Long, CancellationToken.None);

        Assert.True(newer.Version > known);
        Assert.NotNull(newer.Find("a"));
    }

    [Fact]
    public async Task Whoever_knows_the_newest_version_waits_for_a_change()
    {
        var known = (await _world.CatalogNowAsync()).Version;
        var waiting = _world.Catalog.GetAsync(known, Long, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);

        await _world.CreateAsync("a");

        Assert.NotNull((await waiting).Find("a"));
    }

    [Fact]
    public async Task Waiting_ends_with_its_time_and_answers_what_there_is()
    {
        var known = await _world.CatalogNowAsync();

        Assert.Same(known, await _world.Catalog.GetAsync(known.Version, TimeSpan.FromMilliseconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task Waiting_ends_when_the_caller_goes()
    {
        var known = (await _world.CatalogNowAsync()).Version;
        using var gone = new CancellationTokenSource();
        var waiting = _world.Catalog.GetAsync(known, Long, gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Putting_what_is_known_already_is_no_change()
    {
        await _world.CreateAsync("a");
        var before = await _world.CatalogNowAsync();

        await _world.Catalog.PutAsync(before.Find("a")!, CancellationToken.None);

        Assert.Same(before, await _world.CatalogNowAsync());
    }

    [Fact]
    public async Task Another_incarnation_of_a_topic_is_not_removed()
    {
        await _world.CreateAsync("a");

        await _world.Catalog.RemoveAsync("a", Guid.NewGuid(), CancellationToken.None);

        Assert.NotNull((await _world.CatalogNowAsync()).Find("a"));
    }

    [Fact]
    public async Task After_a_restart_the_topics_are_the_same_and_the_version_is_greater()
    {
        await _world.CreateAsync("a");
        await _world.CreateAsync("b", partitions: 2);
        var before = await _world.CatalogNowAsync();

        var after = await _world.Restart().CatalogNowAsync();

        Assert.Equal(before.Topics, after.Topics);
        Assert.True(after.Version > before.Version);
        Assert.Equal(before.Find("b"), after.Find(before.Find("b")!.TopicId));
    }

    [Fact]
    public async Task A_catalog_that_could_not_read_its_topics_reads_them_at_the_next_call()
    {
        _world.States.BeforeChange = (_, _) => throw new InvalidOperationException("not yet");
        await Assert.ThrowsAsync<InvalidOperationException>(_world.CatalogNowAsync);
        _world.States.BeforeChange = null;

        Assert.Equal(Enumerable.Empty<TopicCatalogEntry>(), (await _world.CatalogNowAsync()).Topics);
    }
}
