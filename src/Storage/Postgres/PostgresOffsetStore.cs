using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;
using Npgsql;
using NpgsqlTypes;

namespace KafkaGateway.Storage.Postgres;

/// <summary>
/// Committed offsets in PostgreSQL. Groups are spread over a few lanes; what comes on a lane while a statement of it is under way goes out together
/// in the next, whichever groups it is of.
/// </summary>
public sealed class PostgresOffsetStore : IOffsetStore
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly OffsetLane[] _lanes;

    /// <summary>Writes through that pool.</summary>
    /// <param name="dataSource">The database; not disposed of with the store.</param>
    /// <param name="options">Limits, null for the defaults.</param>
    public PostgresOffsetStore(NpgsqlDataSource dataSource, PostgresOffsetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options ??= new PostgresOffsetOptions();
        _dataSource = dataSource;
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new OffsetLane(new OffsetStatements(dataSource), options))];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync(string groupId, CancellationToken cancellationToken)
    {
        var offsets = new Dictionary<TopicPartition, CommittedOffset>();
        await foreach (var row in ReadAsync(
            "select topic, partition, committed_offset, leader_epoch, metadata, commit_time, expire_time from committed_offset where group_id = $1",
            [Text(groupId)],
            cancellationToken))
        {
            offsets[new(PostgresText.Unescape(row.GetString(0)), row.GetInt32(1))] = new CommittedOffset(
                row.GetInt64(2),
                row.GetInt32(3),
                PostgresText.Unescape(row.GetString(4)),
                PostgresTime.ToMs(row.GetFieldValue<DateTime>(5)),
                row.IsDBNull(6) ? null : PostgresTime.ToMs(row.GetFieldValue<DateTime>(6)));
        }

        return offsets;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(
        string groupId, long ownerEpoch, IReadOnlyCollection<OffsetChange> changes, CancellationToken cancellationToken) =>
        new(_lanes[(uint)string.GetHashCode(groupId, StringComparison.Ordinal) % _lanes.Length].WriteAsync(groupId, ownerEpoch, changes));

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListGroupsAsync(string topic, CancellationToken cancellationToken) => ListAsync(
        "select distinct group_id from committed_offset where topic = $1", [Text(topic)], cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListExpiringAsync(long committedBeforeMs, long nowMs, CancellationToken cancellationToken) => ListAsync(
        "select distinct group_id from committed_offset where commit_time < $1 or expire_time < $2",
        [Time(committedBeforeMs), Time(nowMs)],
        cancellationToken);

    private static NpgsqlParameter<string> Text(string value) => new NpgsqlParameter<string> { TypedValue = PostgresText.Escape(value) };

    private static NpgsqlParameter<DateTime> Time(long ms) =>
        new NpgsqlParameter<DateTime> { TypedValue = PostgresTime.FromMs(ms), NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private async IAsyncEnumerable<string> ListAsync(
        string statement, NpgsqlParameter[] parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in ReadAsync(statement, parameters, cancellationToken))
            yield return PostgresText.Unescape(row.GetString(0));
    }

    private async IAsyncEnumerable<NpgsqlDataReader> ReadAsync(
        string statement, NpgsqlParameter[] parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand(statement);
        command.Parameters.AddRange(parameters);
        await using var rows = await PostgresConnection.GuardAsync(_dataSource, () => command.ExecuteReaderAsync(cancellationToken));
        while (await PostgresConnection.GuardAsync(_dataSource, () => rows.ReadAsync(cancellationToken)))
            yield return rows;
    }
}
