using KafkaGateway.Contracts.Storage;
using Npgsql;
using NpgsqlTypes;

namespace KafkaGateway.Storage.Postgres;

/// <summary>The table partition_watermark, from which the view consumer_lag knows how far groups are behind.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="time">The clock, null for the machine's.</param>
public sealed class WatermarkTable(NpgsqlDataSource dataSource, TimeProvider? time = null) : IWatermarkTable
{
    private const int MaxInStatement = 5_000;

    // In the order of the key, so that two silos that tell the same partitions cannot wait for each other.
    private const string Write = """
        insert into partition_watermark as w (topic, partition, topic_id, log_start_offset, high_watermark, measured_at)
        select distinct on (topic, partition) topic, partition, topic_id, log_start_offset, high_watermark, $6
        from unnest($1, $2, $3, $4, $5) as g(topic, partition, topic_id, log_start_offset, high_watermark)
        order by topic, partition
        on conflict (topic, partition) do update set
            topic_id = excluded.topic_id,
            log_start_offset = excluded.log_start_offset,
            high_watermark = excluded.high_watermark,
            measured_at = excluded.measured_at
        where w.topic_id <> excluded.topic_id
            or w.high_watermark <= excluded.high_watermark and w.log_start_offset <= excluded.log_start_offset
        """;

    private const string KeepOnly = "delete from partition_watermark where topic_id <> all ($1) and measured_at < $2";

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyCollection<PartitionWatermark> watermarks, CancellationToken cancellationToken)
    {
        foreach (var chunk in watermarks.Chunk(MaxInStatement))
        {
            await ExecuteAsync(
                Write,
                [
                    Column(NpgsqlDbType.Text, chunk, watermark => PostgresText.Escape(watermark.Partition.Topic)),
                    Column(NpgsqlDbType.Integer, chunk, watermark => watermark.Partition.Partition),
                    Column(NpgsqlDbType.Uuid, chunk, watermark => watermark.Partition.TopicId),
                    Column(NpgsqlDbType.Bigint, chunk, watermark => watermark.LogStartOffset),
                    Column(NpgsqlDbType.Bigint, chunk, watermark => watermark.HighWatermark),
                    new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime },
                ],
                cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask KeepOnlyAsync(IReadOnlyCollection<Guid> topicIds, DateTimeOffset before, CancellationToken cancellationToken) => new(ExecuteAsync(
        KeepOnly,
        [Column(NpgsqlDbType.Uuid, [.. topicIds], topicId => topicId), new NpgsqlParameter<DateTime> { TypedValue = before.UtcDateTime }],
        cancellationToken));

    private static NpgsqlParameter<T[]> Column<TFrom, T>(NpgsqlDbType type, TFrom[] from, Converter<TFrom, T> value) =>
        new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(from, value), NpgsqlDbType = NpgsqlDbType.Array | type };

    private Task<int> ExecuteAsync(string statement, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        PostgresConnection.GuardAsync(dataSource, async () =>
        {
            await using var command = dataSource.CreateCommand(statement);
            command.Parameters.AddRange(parameters);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        });
}
