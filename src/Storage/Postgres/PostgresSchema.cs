using System.Globalization;
using System.Reflection;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using Npgsql;

namespace KafkaGateway.Storage.Postgres;

/// <summary>
/// Brings the database to the schema that this program knows: the scripts in Schema, in the order of their numbers, each once. In one transaction
/// and under a lock, so that any number of processes may do it at the same time.
/// </summary>
public static class PostgresSchema
{
    private const long LockKey = 0x6b61666b61;
    private const string Folder = "KafkaGateway.Storage.Postgres.Schema.";

    private static readonly IReadOnlyList<(int Version, string Name)> Scripts =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .Select(name => (int.Parse(name.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    /// <summary>The version that this program brings a database to.</summary>
    public static int Version => Scripts[^1].Version;

    /// <summary>Brings the database to <see cref="Version"/>.</summary>
    /// <exception cref="SettingsException">The database is of a newer version.</exception>
    /// <exception cref="StorageException">The server cannot be reached or refuses; names it and says why.</exception>
    public static async Task ApplyAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellationToken);
            await ExecuteAsync(
                connection,
                "create table if not exists kafka_gateway_schema (version integer primary key, script text not null, applied_at timestamptz not null default now())",
                cancellationToken);
            await using var newest = new NpgsqlCommand("select coalesce(max(version), 0) from kafka_gateway_schema", connection);
            var current = (int)(await newest.ExecuteScalarAsync(cancellationToken))!;
            if (current > Version)
            {
                throw new SettingsException(
                    $"the database has schema version {current}, and this program knows versions up to {Version}: a newer program has been here, so start that one");
            }

            foreach (var (version, name) in Scripts.Where(script => script.Version > current))
            {
                await ExecuteAsync(connection, Read(name), cancellationToken);
                await ExecuteAsync(
                    connection, $"insert into kafka_gateway_schema (version, script) values ({version}, '{name}')", cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception failure) when (PostgresConnection.Explain(dataSource, failure) is { } explained)
        {
            throw explained;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The statements are this program's own.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name)!);
        return reader.ReadToEnd();
    }
}
