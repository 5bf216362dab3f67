using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Storage.Postgres;
using Npgsql;

namespace KafkaGateway.Silo.Storage;

/// <summary>The PostgreSQL database of the cluster, its schema up to date.</summary>
internal sealed class ClusterDatabase : IAsyncDisposable
{
    /// <summary>Orleans' name of the driver.</summary>
    public const string Invariant = "Npgsql";

    private ClusterDatabase(NpgsqlDataSource dataSource) => DataSource = dataSource;

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The database that the settings name, null where they name none.</summary>
    /// <exception cref="SettingsException">The connection string is none, or the schema is newer than this program.</exception>
    /// <exception cref="IOException">The server cannot be reached, or refuses; names it.</exception>
    public static async Task<ClusterDatabase?> OpenAsync(BrokerSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Get(BrokerConfigs.PostgresConnection) is not { } connectionString)
            return null;
        var dataSource = PostgresConnection.Create(connectionString, settings[BrokerConfigs.PostgresTimeoutMs]);
        try
        {
            await PostgresSchema.ApplyAsync(dataSource, cancellationToken);
        }
        catch
        {
            await dataSource.DisposeAsync();
            throw;
        }

        return new ClusterDatabase(dataSource);
    }

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
