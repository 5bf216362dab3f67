using System.CommandLine;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Silo;
using KafkaGateway.Silo.Hosting;
using KafkaGateway.Silo.Operations;

namespace KafkaGateway.Cluster.Tests.Operations;

/// <summary>What a container engine runs to learn whether the process in a container is ready.</summary>
public sealed class HealthCommandTests
{
    private static readonly (string, string) s_port = ("operations.listen", "127.0.0.1:0");

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/startup")]
    [InlineData("/health/ready")]
    public async Task A_process_that_is_ready_is_told_of_and_the_exit_code_is_0(string path)
    {
        await using var node = await ClusterNode.StartAsync(ProcessRole.All, "alone", [s_port], inMemory: true);
        var (exitCode, output, error) = await AskAsync(new Uri(node.OperationsAddress, path));
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("Healthy", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_not_ready_says_why_and_the_exit_code_is_1()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 0);
        await using var gateway = await cluster.StartAsync(ProcessRole.Gateway, "gateway", s_port);
        await cluster.Silos[0].DisposeAsync();
        await Eventually.IsAsync(1, async () => (await AskAsync(new Uri(gateway.OperationsAddress, "/health/ready"))).ExitCode, TimeSpan.FromSeconds(60));
        var (_, output, error) = await AskAsync(new Uri(gateway.OperationsAddress, "/health/ready"));
        Assert.Contains("no silo answers", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Where_nobody_listens_the_address_is_named_and_the_exit_code_is_1()
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}/health/ready");
        var (exitCode, output, error) = await AskAsync(url);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(url.ToString(), error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://")]
    public async Task What_cannot_be_asked_is_named_and_the_exit_code_is_1(string url)
    {
        var (exitCode, output, error) = await AskAsync(url);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith(url, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080/health/ready")]
    [InlineData(":9000", "http://127.0.0.1:9000/health/ready")]
    [InlineData("0.0.0.0:8080", "http://127.0.0.1:8080/health/ready")]
    [InlineData("[::]:8080", "http://[::1]:8080/health/ready")]
    [InlineData("silo-1:8080", "http://silo-1:8080/health/ready")]
    public void Without_a_URL_the_settings_say_whom_to_ask(string listen, string url) =>
        Assert.Equal(url, HealthAddress.Of(BrokerSettings.Of([("operations.listen", listen)])).ToString());

    [Theory]
    [InlineData("none")]
    [InlineData("8080")]
    public void Settings_that_name_nobody_are_refused(string listen) => Assert.Contains(
        "operations.listen",
        Assert.Throws<SettingsException>(() => HealthAddress.Of(BrokerSettings.Of([("operations.listen", listen)]))).Message,
        StringComparison.Ordinal);

    private static Task<(int ExitCode, string Output, string Error)> AskAsync(Uri url) => AskAsync(url.ToString());

    private static async Task<(int ExitCode, string Output, string Error)> AskAsync(string url)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await GatewayCommand.Create().Parse(["health", "--url", url])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }
}
