using System.Diagnostics;
using System.Reflection;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using Npgsql;

namespace KafkaGateway.ClusterProcess.Tests.Database;

/// <summary>What people read in the database while a process runs on it.</summary>
public sealed class ConsumerLagTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private PostgresServer _postgres = null!;
    private NpgsqlDataSource _database = null!;
    private Process _process = null!;
    private WireClient _client = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        var connection = await _postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(connection);
        _process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Gateway, "all", "--memory", "--listen", "127.0.0.1:0", "--set", $"silo.listen=127.0.0.1:{FreePort.Next()}",
                "--set", "silo.gateway.port=0", "--set", "operations.listen=none",
            ])
        {
            RedirectStandardOutput = true,
            Environment = { ["KAFKA_GATEWAY_POSTGRES_CONNECTION"] = connection },
        })!;
        var ready = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        _client = await WireClient.ConnectAsync(ready!["ready: kafka://".Length..]);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _database.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Consumer_lag_follows_what_is_produced_and_committed_also_after_an_outage_and_forgets_deleted_topics()
    {
        await _client.CreateTopicAsync("orders");
        await ProduceAsync(10);
        await CommitAsync(3);
        await WaitForAsync("7");
        await _postgres.KillAsync();
        await ProduceAsync(5);
        await _postgres.RestartAsync();
        await WaitForAsync("12");
        await CommitAsync(15);
        await WaitForAsync("0");
        var deleted = await _client.CallAsync<DeleteTopicsResponse>(new DeleteTopicsRequest { TopicNames = ["orders"], TimeoutMs = 10_000 }, 4);
        Assert.Equal(ErrorCode.None, deleted.Responses[0].ErrorCode);
        await WaitForAsync("");
        await WaitForAsync("0", "select count(*) from partition_watermark");
    }

    private static string Gateway => Path.GetFullPath(Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "GatewayAssembly").Value!);

    private async Task ProduceAsync(int records) =>
        Assert.Equal(ErrorCode.None, (await _client.ProduceAsync("orders", TestBatches.Of([.. Enumerable.Repeat("x", records)]))).ErrorCode);

    // Again while the connections of before the outage are used up.
    private async Task CommitAsync(long offset)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = "g",
            GenerationIdOrMemberEpoch = -1,
            Topics = [new() { Name = "orders", Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset }] }],
        };
        while ((await _client.CallAsync<OffsetCommitResponse>(request, 7)).Topics[0].Partitions[0].ErrorCode is var error and not ErrorCode.None)
            Assert.Equal(ErrorCode.CoordinatorNotAvailable, error);
    }

    /// <summary>The table has no event to wait for.</summary>
    private async Task WaitForAsync(string expected, string query = "select coalesce(string_agg(coalesce(lag::text, 'null'), ','), '') from consumer_lag")
    {
        var until = Stopwatch.StartNew();
        string? read = null;
        while (read != expected)
        {
            Assert.True(until.Elapsed < Patience, $"'{query}' gives '{read}', not '{expected}'");
            await Task.Delay(LookEvery);
            try
            {
                await using var command = _database.CreateCommand(query);
                read = $"{await command.ExecuteScalarAsync()}";
            }
            catch (NpgsqlException)
            {
                // A connection from before the outage.
            }
        }
    }
}
