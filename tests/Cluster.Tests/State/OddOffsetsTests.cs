using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Postgres;
using Npgsql;

namespace KafkaGateway.Cluster.Tests.State;

/// <summary>Committed offsets with texts that clients may choose and PostgreSQL does not like.</summary>
public sealed class OddOffsetsTests : IAsyncLifetime
{
    private static readonly TopicPartition s_partition = new("t", 0);
    private NpgsqlDataSource _database = null!;
    private PostgresOffsetStore _offsets = null!;

    public async Task InitializeAsync()
    {
        _database = PostgresConnection.Create(await (await SharedResources.PostgresAsync()).CreateDatabaseAsync(), timeoutMs: 10_000);
        await PostgresSchema.ApplyAsync(_database, CancellationToken.None);
        _offsets = new PostgresOffsetStore(_database, new PostgresOffsetOptions { Lanes = 1 });
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("g", "\0")]
    [InlineData("g", "a\0b\u001a\u001am\u001a0{}")]
    [InlineData("\0", "")]
    [InlineData("\u001a0", "")]
    [InlineData(" ", "語")]
    public async Task They_come_back_as_they_were(string group, string metadata)
    {
        var offset = new CommittedOffset(5, 2, metadata, 1000, null);
        await _offsets.WriteAsync(group, 1, [new(s_partition, offset)], default);
        Assert.Equal(offset, (await _offsets.LoadAsync(group, default))[s_partition]);
        Assert.Equal([group], await _offsets.ListGroupsAsync("t", default).ToListAsync());
        Assert.Equal([group], await _offsets.ListExpiringAsync(2000, 2000, default).ToListAsync());
    }
}
