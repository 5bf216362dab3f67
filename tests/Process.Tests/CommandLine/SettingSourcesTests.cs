using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Process.Tests.CommandLine;

/// <summary>Settings come from appsettings.json, the environment and the command line, the later winning.</summary>
public sealed class SettingSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, null, null, 2)]
    [InlineData(2, 3, null, 3)]
    [InlineData(2, 3, 4, 4)]
    [InlineData(null, 3, 4, 4)]
    public async Task The_command_line_wins_over_the_environment_and_that_over_the_file(int? file, int? environment, int? commandLine, int expected)
    {
        if (file is not null)
        {
            await File.WriteAllTextAsync(_folder.File("appsettings.json"), $$"""{ "Kafka": { "num.partitions": {{file}} } }""");
        }

        string[] set = commandLine is null ? [] : ["--set", $"num.partitions={commandLine}"];
        var start = new NodeCommandLine(_folder.Path, ["--memory", "--listen", "127.0.0.1:0", .. set]);
        if (environment is { } partitions)
        {
            start.Environment["KAFKA_GATEWAY_NUM_PARTITIONS"] = $"{partitions}";
        }

        await using var node = await NodeProcess.StartAsync(start);
        await using var client = await node.ConnectAsync();
        await client.CreateTopicAsync("t", partitions: -1);
        var metadata = await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = [new() { Name = "t" }] }, 12);
        Assert.Equal(expected, metadata.Topics[0].Partitions.Count);
    }

    [Fact]
    public async Task Where_admin_finds_brokers_is_no_setting_of_a_broker()
    {
        var start = new NodeCommandLine(_folder.Path, ["--memory", "--listen", "127.0.0.1:0"]);
        start.Environment["KAFKA_GATEWAY_BOOTSTRAP_SERVER"] = "127.0.0.1:9092";
        await using var node = await NodeProcess.StartAsync(start);
        await using var client = await node.ConnectAsync();
        await client.CreateTopicAsync("t");
    }
}
