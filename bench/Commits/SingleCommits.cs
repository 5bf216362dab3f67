using System.Threading.Channels;
using KafkaGateway.Contracts.Storage;
using Npgsql;
using NpgsqlTypes;

namespace KafkaGateway.Bench.Commits;

/// <summary>The plain way: a transaction a commit, without a word about owners.</summary>
internal sealed class SingleCommits
{
    private const string Upsert = """
        insert into committed_offset (group_id, topic, partition, committed_offset, leader_epoch, metadata, commit_time)
        select $1, 'orders', p, $3, 0, '', now() from unnest($2) p
        on conflict (group_id, topic, partition) do update set
            committed_offset = excluded.committed_offset, leader_epoch = excluded.leader_epoch, metadata = excluded.metadata, commit_time = excluded.commit_time
        """;

    private readonly NpgsqlDataSource _pool;
    private readonly Channel<bool> _connections;

    public SingleCommits(NpgsqlDataSource pool, int connections)
    {
        _pool = pool;
        _connections = Channel.CreateBounded<bool>(connections);
        for (var i = 0; i < connections; i++)
            _connections.Writer.TryWrite(true);
    }

    public async Task WriteAsync(string groupId, OffsetChange[] changes)
    {
        await _connections.Reader.ReadAsync();
        try
        {
            await using var command = _pool.CreateCommand(Upsert);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = groupId });
            command.Parameters.Add(new NpgsqlParameter<int[]>
            {
                TypedValue = Array.ConvertAll(changes, change => change.Partition.Partition),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer,
            });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = changes[0].Offset!.Offset });
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            _connections.Writer.TryWrite(true);
        }
    }
}
