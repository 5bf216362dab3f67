using KafkaGateway.Contracts.Storage;
using Npgsql;

namespace KafkaGateway.Storage.Postgres;

/// <summary>The table group_owner, as far as groups are gone. An owner's epoch is the time at which it became the owner, or a little more.</summary>
/// <param name="dataSource">The database.</param>
public sealed class GroupOwnerTable(NpgsqlDataSource dataSource) : IGroupOwners
{
    // A state has the key that PostgresStates gives it. Whichever service it is of: owners do not say that of theirs.
    private const string Forget = """
        delete from group_owner o
        where o.owner_epoch < $1
            and not exists (select from committed_offset c where c.group_id = o.group_id)
            and not exists (
                select from grain_state s
                where s.kind = $2 and s.payload is not null
                    and s.extension = '/' || replace(replace(o.group_id, '{', $3), '}', $4))
        """;

    /// <inheritdoc/>
    public ValueTask<int> ForgetAsync(string stateKind, DateTimeOffset ownersSince, CancellationToken cancellationToken) =>
        new(PostgresConnection.GuardAsync(dataSource, async () =>
        {
            await using var command = dataSource.CreateCommand(Forget);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = ownersSince.ToUnixTimeMilliseconds() });
            foreach (var text in new[] { stateKind, PostgresText.EscapeKey("{"), PostgresText.EscapeKey("}") })
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }));
}
