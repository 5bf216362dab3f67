using System.Net.Sockets;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using Npgsql;

namespace KafkaGateway.Storage.Postgres;

/// <summary>Connections to the cluster's database, and what is said when they fail. Never the password.</summary>
public static class PostgresConnection
{
    /// <summary>A pool of connections.</summary>
    /// <param name="connectionString">In Npgsql's form: Host=...;Username=...;Password=...;Database=....</param>
    /// <param name="timeoutMs">How long a statement, and making a connection, may take.</param>
    /// <exception cref="SettingsException">The connection string is not of that form.</exception>
    public static NpgsqlDataSource Create(string connectionString, int timeoutMs)
    {
        try
        {
            var seconds = Math.Max(1, (timeoutMs + 999) / 1000);
            var settings = new NpgsqlConnectionStringBuilder(connectionString)
            {
                CommandTimeout = seconds,
                Timeout = seconds,
                ApplicationName = "kafka-gateway",
            };
            // The statements are few, and planning them costs more than running them.
            if (settings.MaxAutoPrepare == 0)
                settings.MaxAutoPrepare = 50;
            if (string.IsNullOrEmpty(settings.Host))
                throw new SettingsException("postgres.connection names no Host, as in Host=localhost;Username=kafka;Password=...;Database=kafka");

            // The name is what metrics and traces are told under, instead of the connection string.
            return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = settings.ApplicationName }.Build();
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new SettingsException($"postgres.connection is not a connection string: {malformed.Message}", malformed);
        }
    }

    /// <summary>The call's answer.</summary>
    /// <exception cref="StorageException">The server cannot be reached or refuses; names it and says why.</exception>
    internal static async Task<T> GuardAsync<T>(NpgsqlDataSource dataSource, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (Explain(dataSource, failure) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>What a failed call says to the rest of the program; null where the failure is none of the database's.</summary>
    internal static StorageException? Explain(NpgsqlDataSource dataSource, Exception failure) =>
        failure is NpgsqlException or SocketException or TimeoutException or ObjectDisposedException
            ? new StorageException($"PostgreSQL at {NameOf(dataSource)}: {Reason(failure)}", failure)
            : null;

    private static string NameOf(NpgsqlDataSource dataSource)
    {
        var settings = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
        return $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";
    }

    private static string Reason(Exception failure) => failure switch
    {
        PostgresException refused => $"{refused.MessageText} ({refused.SqlState})",
        { InnerException: { } inner } => inner.Message,
        _ => failure.Message,
    };
}
