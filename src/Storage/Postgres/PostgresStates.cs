using System.Runtime.CompilerServices;
using KafkaGateway.Contracts.Storage;
using Npgsql;

namespace KafkaGateway.Storage.Postgres;

/// <summary>
/// Lists the states that Orleans' ADO.NET storage keeps in grain_state, which it cannot do itself. A state of that kind and key is the grain
/// GrainId.Create(kind, <see cref="ExtensionOf"/>(key)) with the state name kind.
/// </summary>
/// <param name="dataSource">The database.</param>
/// <param name="serviceId">Orleans' service id.</param>
public sealed class PostgresStates(NpgsqlDataSource dataSource, string serviceId)
{
    /// <summary>
    /// What a key is called in the database. The mark before it keeps keys that look like numbers or GUIDs from being kept as such, where "a",
    /// "0A" and "A" would be one.
    /// </summary>
    public static string ExtensionOf(string key) => "/" + PostgresText.EscapeKey(key);

    /// <summary>All states of a kind, in no particular order.</summary>
    /// <exception cref="StorageException">The server cannot be reached or refuses.</exception>
    public async IAsyncEnumerable<StoredState> ListAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select substr(extension, 2), payload, version from grain_state where service_id = $1 and kind = $2 and payload is not null");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = serviceId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        await using var rows = await PostgresConnection.GuardAsync(dataSource, () => command.ExecuteReaderAsync(cancellationToken));
        while (await PostgresConnection.GuardAsync(dataSource, () => rows.ReadAsync(cancellationToken)))
            yield return new StoredState(PostgresText.UnescapeKey(rows.GetString(0)), rows.GetFieldValue<byte[]>(1), rows.GetInt32(2));
    }
}
