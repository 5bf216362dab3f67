using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace KafkaGateway.Shared;

/// <summary>A PostgreSQL server of a test's own: in a temporary folder, on a free port of loopback, with fsync on. It can be stopped and killed.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-gateway-postgres-");
    private readonly int _port = FreePort.Next();
    private int _databases;

    private PostgresServer()
    {
        // The server's user must reach its folder in here.
#pragma warning disable CA1416 // These tests run on Linux.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
#pragma warning restore CA1416
    }

    /// <summary>Every connection string begins like this.</summary>
    private string Server => $"Host=127.0.0.1;Port={_port};Username=postgres";

    private string Data => Path.Combine(_folder.FullName, "data");

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await server.RestartAsync();
        return server;
    }

    /// <summary>A new, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await RunAsync("psql", "-h", "127.0.0.1", "-p", $"{_port}", "-U", "postgres", "-q", "-c", $"create database {name}");
        return $"{Server};Database={name}";
    }

    /// <summary>A new database that holds what another one, which nobody is connected to, holds now.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CopyDatabaseAsync(string connectionString)
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        var from = connectionString[(connectionString.LastIndexOf('=') + 1)..];
        await RunAsync("psql", "-h", "127.0.0.1", "-p", $"{_port}", "-U", "postgres", "-q", "-c", $"create database {name} template {from}");
        return $"{Server};Database={name}";
    }

    /// <summary>Starts it again, with what it held.</summary>
    public Task RestartAsync() => RunAsync(Script, "start", Data, $"{_port}");

    public Task StopAsync() => RunAsync(Script, "stop", Data);

    /// <summary>Kills the server and all its processes with SIGKILL; what it had acknowledged is on the disk.</summary>
    public async Task KillAsync()
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        var children = await File.ReadAllTextAsync($"/proc/{postmaster}/task/{postmaster}/children");

        // First the one that would start others in their place.
        Kill(postmaster);
        foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Kill(int.Parse(child, CultureInfo.InvariantCulture));
        File.Delete(Path.Combine(Data, "postmaster.pid"));
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static string Script => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "PostgresScript").Value!;

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var log = Path.GetTempFileName();
        // Into a file: the server that is started inherits the output and keeps it open.
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" >\"$0\" 2>&1", log, program, .. arguments]))!;
        await process.WaitForExitAsync();
        var said = await File.ReadAllTextAsync(log);
        File.Delete(log);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {said}");
    }
}
