using System.Net;
using System.Net.Sockets;
using KafkaGateway.Shared.Processes;
using Npgsql;

namespace KafkaGateway.ClusterProcess.Tests.Starts;

/// <summary>A process that cannot be what it was asked to be does not start, and says in one line what is wrong, without the password.</summary>
public sealed class StartErrorTests : IAsyncLifetime, IDisposable
{
    private const string Password = "Secret-19";
    private readonly TemporaryFolder _folder = new();
    private PostgresServer _postgres = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _database = await _postgres.CreateDatabaseAsync();
    }

    public async Task DisposeAsync() => await _postgres.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("this is none", "postgres.connection")]
    [InlineData("Host=127.0.0.1;Prot=5432;Password=" + Password, "postgres.connection")]
    [InlineData("Username=kafka;Password=" + Password, "Host")]
    [InlineData("Host=127.0.0.1;Port=1;Username=kafka;Database=kafka;Password=" + Password, "127.0.0.1:1/kafka")]
    public Task A_database_that_cannot_be_connected_to_is_named(string connection, string named) => RefusedAsync("silo", connection, named);

    [Fact]
    public Task A_database_that_does_not_exist_is_named() => RefusedAsync(
        "gateway", _database[.._database.LastIndexOf('=')] + "=nowhere;Password=" + Password, "nowhere");

    [Fact]
    public async Task A_schema_that_a_newer_program_made_is_named()
    {
        await using var connection = NpgsqlDataSource.Create(_database);
        await using var command = connection.CreateCommand("""
            create table kafka_gateway_schema (version integer primary key, script text not null, applied_at timestamptz not null default now());
            insert into kafka_gateway_schema (version, script) values (999, 'later.sql')
            """);
        await command.ExecuteNonQueryAsync();
        await RefusedAsync("silo", $"{_database};Password={Password}", "schema version 999");
    }

    [Theory]
    [InlineData("operations.listen")]
    [InlineData("silo.listen")]
    [InlineData("listeners")]
    public async Task A_port_in_use_is_named(string setting)
    {
        var address = Taken().ToString();
        await RefusedAsync("all", _database, address, "--set", $"{setting}={address}");
    }

    [Fact]
    public async Task Of_two_nodes_with_one_id_the_second_is_refused()
    {
        await using var first = MemberProcess.Launch(CommandLine("all", _database, "--set", "node.id=7", "--set", "node.name=first"));
        await first.ReadyAsync();
        await RefusedAsync("all", _database, "node.id 7", "--set", "node.id=7", "--set", "node.name=second");
        Assert.Equal(0, await first.TerminateAsync());
    }

    [Fact]
    public async Task A_gateway_that_is_started_before_any_silo_waits_and_then_serves()
    {
        await using var gateway = MemberProcess.Launch(CommandLine("gateway", _database, "--set", "node.name=gateway"));
        await using var silo = MemberProcess.Launch(CommandLine("silo", _database, "--set", "node.name=silo"));
        await silo.ReadyAsync();
        await gateway.ReadyAsync();
        await using var client = await WireClient.ConnectAsync(gateway.Address);
        await client.CreateTopicAsync("early");
        await client.ProduceAsync("early", TestBatches.Of("bird"));
        Assert.Equal(["bird"], TestBatches.Values((await client.FetchAsync("early", 0)).Records));
    }

    // What is given last counts, so that each test may take a port that is taken.
    private MemberCommandLine CommandLine(string role, string database, params string[] arguments)
    {
        List<string> all = [role, "--set", "operations.listen=none"];
        if (role != "gateway")
            all.AddRange("--data", _folder.Path, "--set", $"silo.listen=127.0.0.1:{FreePort.Next()}", "--set", $"silo.gateway.port={FreePort.Next()}");
        if (role != "silo")
            all.AddRange("--set", $"listeners=127.0.0.1:{FreePort.Next()}");
        return new MemberCommandLine(role, _folder.Path, database, [.. all, .. arguments]);
    }

    private async Task RefusedAsync(string role, string database, string named, params string[] arguments)
    {
        var (exitCode, output, log) = await MemberProcess.RunAsync(CommandLine(role, database, arguments));
        Assert.True(exitCode == 1, $"exit code {exitCode}: {log}");
        Assert.Empty(output);
        var line = Assert.Single(log.Split('\n'), line => line.StartsWith("cannot start: ", StringComparison.Ordinal));
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    private static IPEndPoint Taken()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        s_taken.Add(socket);
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    // Kept, or they would be closed as soon as nobody refers to them.
    private static readonly List<Socket> s_taken = [];
}
