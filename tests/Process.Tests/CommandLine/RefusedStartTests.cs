using System.Net;
using System.Net.Sockets;
using KafkaGateway.Process.Tests.Node;

namespace KafkaGateway.Process.Tests.CommandLine;

/// <summary>A node that cannot do what it was asked to do does not start, and says what is wrong: one line, exit code 1, no stack trace.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("no.such.setting=1", "no.such.setting")]
    [InlineData("num.partitions=many", "num.partitions")]
    [InlineData("num.partitions=0", "num.partitions")]
    [InlineData("num.partitions", "NAME=VALUE")]
    [InlineData("batch.validation=perhaps", "batch.validation")]
    public async Task A_setting_that_is_unknown_or_invalid_is_refused_by_its_name(string setting, string named) =>
        await RefusedAsync(named, "--memory", "--listen", "127.0.0.1:0", "--set", setting);

    [Fact]
    public async Task All_settings_that_are_wrong_are_named_at_once()
    {
        var log = await RefusedAsync("num.partitions", "--memory", "--listen", "127.0.0.1:0", "--set", "num.partitions=0", "--set", "nonsense=1");
        Assert.Contains("nonsense", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("no-such-host.invalid:0")]
    [InlineData("192.0.2.1:0")]
    public async Task An_address_that_cannot_be_listened_on_is_named(string address) =>
        await RefusedAsync(address.Split(':')[0], "--memory", "--listen", address);

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var address = taken.LocalEndPoint!.ToString()!;
        await RefusedAsync(address, "--memory", "--listen", address);
    }

    [Fact]
    public async Task Advertised_addresses_that_do_not_match_the_listeners_are_refused() =>
        await RefusedAsync("2 advertised", "--memory", "--listen", "127.0.0.1:0", "--advertise", "a:1", "--advertise", "b:2");

    [Fact]
    public async Task A_settings_file_that_is_no_JSON_is_named()
    {
        await File.WriteAllTextAsync(_folder.File("appsettings.json"), "{ \"Kafka\": ");
        await RefusedAsync("appsettings.json", "--memory", "--listen", "127.0.0.1:0");
    }

    [Fact]
    public async Task A_setting_from_the_environment_is_refused_by_its_variable()
    {
        var (exitCode, _, log) = await NodeProcess.RunAsync(new NodeCommandLine(_folder.Path, "--memory", "--listen", "127.0.0.1:0")
        {
            Environment = { ["KAFKA_GATEWAY_NO_SUCH_SETTING"] = "1" },
        });
        Assert.Equal(1, exitCode);
        Assert.Contains("KAFKA_GATEWAY_NO_SUCH_SETTING", log, StringComparison.Ordinal);
    }

    private async Task<string> RefusedAsync(string named, params string[] arguments)
    {
        var (exitCode, output, log) = await NodeProcess.RunAsync(new NodeCommandLine(_folder.Path, arguments));
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains(named, log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
        return log;
    }
}
