using KafkaGateway.Contracts.Storage;
using Npgsql;

namespace KafkaGateway.Storage.Postgres;

/// <summary>The view consumer_lag.</summary>
/// <param name="dataSource">The database.</param>
public sealed class ConsumerLagView(NpgsqlDataSource dataSource) : IConsumerLag
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PartitionLag>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select group_id, topic, partition, lag from consumer_lag where lag is not null order by lag desc limit $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var rows = await PostgresConnection.GuardAsync(dataSource, () => command.ExecuteReaderAsync(cancellationToken));
        var lags = new List<PartitionLag>();
        while (await PostgresConnection.GuardAsync(dataSource, () => rows.ReadAsync(cancellationToken)))
        {
            lags.Add(new PartitionLag(
                PostgresText.Unescape(rows.GetString(0)),
                new TopicPartition(PostgresText.Unescape(rows.GetString(1)), rows.GetInt32(2)),
                rows.GetInt64(3)));
        }

        return lags;
    }
}
