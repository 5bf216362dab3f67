using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;

namespace KafkaGateway.Storage.Tests.Postgres;

/// <summary>Values that no sane client sends, and that Kafka takes.</summary>
[Collection(OnPostgres.Name)]
public sealed class OddValuesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TopicPartition A0 = new("a", 0);

    private PostgresDatabase _database = null!;
    private PostgresOffsetStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateAsync();
        _store = new PostgresOffsetStore(_database.Pool);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("it's \"quoted\"; drop table committed_offset; --")]
    [InlineData("größe 消費者 🦆 \u0001\u007f\uffff")]
    [InlineData("\0")]
    [InlineData("a\0b\u001a0c\u001a\0\u001a1\u001a\u001a\\0\\")]
    [InlineData(" ")]
    [InlineData("")]
    public async Task Any_text_comes_back_as_it_was(string text)
    {
        var partition = new TopicPartition(text, 1);
        var offset = new CommittedOffset(5, 2, text, 1000, null);
        await _store.WriteAsync(text, 1, [new(partition, offset)], default);
        await _store.WriteAsync(text, 1, [], default);
        Assert.Equal(KeyValuePair.Create(partition, offset), Assert.Single(await _store.LoadAsync(text, default)));
        Assert.Equal([text], await _store.ListGroupsAsync(text, default).ToListAsync());
        Assert.Equal([text], await _store.ListExpiringAsync(2000, 0, default).ToListAsync());
        await Assert.ThrowsAsync<StateConflictException>(async () => await _store.WriteAsync(text, 0, [], default));
        await _store.WriteAsync(text, 1, [new(partition, null)], default);
        Assert.Empty(await _store.LoadAsync(text, default));
    }

    [Fact]
    public async Task Texts_that_differ_only_in_what_is_escaped_are_kept_apart()
    {
        string[] texts = ["\0", "\u001a0", "\u001a", "\u001a1", "0", "A", "a"];
        foreach (var text in texts)
            await _store.WriteAsync(text, 1, [new(A0, new CommittedOffset(Array.IndexOf(texts, text), -1, "", 0, null))], default);
        foreach (var text in texts)
            Assert.Equal(Array.IndexOf(texts, text), (await _store.LoadAsync(text, default))[A0].Offset);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\0')]
    [InlineData('\u001a')]
    public async Task The_longest_group_id_fits_with_the_longest_topic(char letter)
    {
        // Random, because PostgreSQL compresses what it can before it says that it is too long.
        var random = new Random(7);
        var groupId = new string([.. Enumerable.Range(0, GroupId.MaxBytes).Select(_ => letter == 'x' ? (char)random.Next(' ', '~') : letter)]);
        Assert.False(GroupId.IsTooLong(groupId));
        Assert.True(GroupId.IsTooLong(groupId + "x"));
        var partition = new TopicPartition(new string([.. Enumerable.Range(0, 249).Select(_ => (char)random.Next('a', 'z'))]), 0);
        await _store.WriteAsync(groupId, 1, [new(partition, new CommittedOffset(1, -1, "", 0, null))], default);
        Assert.Single(await _store.LoadAsync(groupId, default));
        await _database.ExecuteAsync($"insert into grain_state values ('service', 'group', repeat(md5(random()::text), 63), 0, 0, null, 1)");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    public async Task Any_offset_and_epoch_come_back(long offset)
    {
        var committed = new CommittedOffset(offset, offset < 0 ? int.MinValue : int.MaxValue, new string('m', 32 * 1024), 0, null);
        await _store.WriteAsync("g", long.MaxValue, [new(new("a", int.MaxValue), committed)], default);
        Assert.Equal(committed, Assert.Single(await _store.LoadAsync("g", default)).Value);
        await Assert.ThrowsAsync<StateConflictException>(async () => await _store.WriteAsync("g", long.MaxValue - 1, [], default));
    }

    [Theory]
    [InlineData(-1L, -1L)]
    [InlineData(0L, 0L)]
    [InlineData(1_800_000_000_123L, 1_800_000_000_123L)]
    [InlineData(long.MaxValue, 253_402_300_799_999L)]
    [InlineData(long.MinValue, -62_135_596_800_000L)]
    public async Task Timestamps_come_back_to_the_millisecond_within_the_years_1_to_9999(long timestamp, long kept)
    {
        await _store.WriteAsync("g", 1, [new(A0, new CommittedOffset(1, -1, "", timestamp, timestamp))], default);
        var loaded = Assert.Single(await _store.LoadAsync("g", default)).Value;
        Assert.Equal((kept, kept), (loaded.CommitTimestampMs, loaded.ExpireTimestampMs));
        await _store.WriteAsync("g", 1, [new(A0, new CommittedOffset(1, -1, "", timestamp, null))], default);
        Assert.Null(Assert.Single(await _store.LoadAsync("g", default)).Value.ExpireTimestampMs);
    }
}
