namespace KafkaGateway.Shared.Processes;

/// <summary>
/// A cluster of real processes on loopback: a PostgreSQL server, silos and gateways, records in one folder unless they are said to be elsewhere. Each can
/// be killed, stopped and started again by its name: silo-1, gateway-1, all-1 and so on.
/// </summary>
internal sealed class ClusterProcesses : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Member> _members = [];
    private readonly IReadOnlyList<string> _storage;
    private readonly PostgresServer? _postgres;
    private readonly string? _database;

    private ClusterProcesses(IReadOnlyList<string> storage, PostgresServer? postgres, string? database) =>
        (_storage, _postgres, _database) = (storage, postgres, database);

    public PostgresServer Postgres => _postgres ?? throw new InvalidOperationException("One process alone has no database");

    public IEnumerable<Member> Members => _members.Values;

    public IEnumerable<Member> Silos => Members.Where(member => member.IsSilo);

    public IEnumerable<Member> Gateways => Members.Where(member => member.Listens);

    public Member this[string name] => _members[name];

    /// <summary>Where clients connect: all that were ever ready, as in a client's list of bootstrap servers.</summary>
    public IReadOnlyList<string> Addresses => [.. Gateways.Select(gateway => gateway.Address)];

    /// <param name="silos">How many processes of that role.</param>
    /// <param name="gateways">How many of that one.</param>
    /// <param name="both">How many that are both.</param>
    /// <param name="storage">Where silos keep records: arguments for them.</param>
    public static async Task<ClusterProcesses> StartAsync(int silos, int gateways, int both = 0, params string[] storage)
    {
        var postgres = await PostgresServer.StartAsync();
        var cluster = new ClusterProcesses(storage, postgres, await postgres.CreateDatabaseAsync());
        return await cluster.LaunchAsync(silos, gateways, both);
    }

    /// <summary>One process, all-1, that needs no database.</summary>
    public static Task<ClusterProcesses> StartOneAsync(params string[] storage) =>
        new ClusterProcesses(storage, null, null).LaunchAsync(silos: 0, gateways: 0, both: 1);

    /// <summary>A further member, which is not started yet.</summary>
    public Member Add(string name, string role, params string[] settings)
    {
        List<string> arguments = [role, "--set", $"node.name={name}", "--set", "operations.listen=none", "--set", "group.initial.rebalance.delay.ms=100"];
        if (role != "gateway")
        {
            arguments.AddRange(_storage);
            arguments.AddRange(
                "--data", _folder.Path, "--set", $"silo.listen=127.0.0.1:{FreePort.Next()}", "--set", $"silo.gateway.port={FreePort.Next()}");
        }

        if (role != "silo")
            arguments.AddRange("--listen", $"127.0.0.1:{FreePort.Next()}");
        arguments.AddRange(settings.SelectMany(setting => new[] { "--set", setting }));
        return _members[name] = new Member(name, role, new MemberCommandLine(name, _folder.Path, _database, [.. arguments]));
    }

    public async Task StartAsync(string name)
    {
        this[name].Launch();
        await this[name].ReadyAsync();
    }

    public Task KillAsync(string name) => this[name].Process.KillAsync();

    /// <returns>The exit code.</returns>
    public Task<int> TerminateAsync(string name) => this[name].Process.TerminateAsync();

    /// <summary>Fails where a process is not running that should be.</summary>
    public void AssertAllRun() => Assert.All(Members, member =>
        Assert.True(member.IsRunning, $"{member.Name} has ended:\n{string.Join('\n', member.Log.TakeLast(60))}"));

    /// <summary>What their logs say that no kill explains: errors with a stack trace, and exceptions that nobody looked at.</summary>
    public IEnumerable<string> Complaints(params string[] texts) => Members.SelectMany(member => member.Log
        .Where(line => texts.Any(text => line.Contains(text, StringComparison.Ordinal)))
        .Select(line => $"{member.Name}: {line}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
            await member.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<ClusterProcesses> LaunchAsync(int silos, int gateways, int both)
    {
        try
        {
            var first = Enumerable.Range(1, silos).Select(number => Add($"silo-{number}", "silo"))
                .Concat(Enumerable.Range(1, both).Select(number => Add($"all-{number}", "all")))
                .Concat(Enumerable.Range(1, gateways).Select(number => Add($"gateway-{number}", "gateway"))).ToList();
            first.ForEach(member => member.Launch());
            await Task.WhenAll(first.Select(member => member.ReadyAsync()));
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }
}
