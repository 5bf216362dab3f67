using KafkaGateway.Shared;

namespace KafkaGateway.Admin.Tests.Running;

public sealed class CommandLineTests : AdminTest
{
    [Theory]
    [InlineData("topics", "error: give exactly one of --list, --describe, --create, --alter, --delete")]
    [InlineData("topics --list --delete --topic t", "error: give exactly one of --list, --describe, --create, --alter, --delete")]
    [InlineData("topics --create", "error: --create needs --topic")]
    [InlineData("topics --list --partitions 3", "error: --list takes no --partitions")]
    [InlineData("topics --describe --unavailable-partitions --at-min-isr-partitions", "error: --unavailable-partitions and --at-min-isr-partitions exclude each other")]
    [InlineData("topics --create --topic t --config x", "error: --config 'x' is not NAME=VALUE, such as retention.ms=3600000")]
    [InlineData("topics --create --topic t --partitions many", "--partitions 'many' is not a whole number, or too large.")]
    [InlineData("groups --describe", "error: give either --group or --all-groups")]
    [InlineData("groups --list --state Asleep", "error: --state 'Asleep' is not known; known are PreparingRebalance, CompletingRebalance, Assigning, Reconciling, Stable, Empty, Dead")]
    [InlineData("groups --reset-offsets --group g --to-earliest", "error: give exactly one of --topic, --all-topics, --from-file")]
    [InlineData("groups --reset-offsets --group g --topic t:x --to-earliest", "error: --topic 't:x': 'x' is no partition number; name them as in orders:0,1")]
    [InlineData("groups --reset-offsets --group g --topic t --by-duration 1h", "error: --by-duration '1h' is no ISO 8601 duration, such as PT1H30M or P7D")]
    [InlineData("configs --describe --entity-type users", "error: --entity-type 'users' is not known; known are topics, brokers")]
    [InlineData("configs --describe --entity-type brokers --entity-name x", "error: --entity-name 'x' is no broker id")]
    [InlineData("configs --alter --entity-type topics --entity-name t", "error: --alter needs --add-config or --delete-config")]
    [InlineData("produce --topic t --acks 2", "error: --acks '2' is not known; known are all, -1, 1, 0")]
    [InlineData("produce --topic t --compression-codec zip", "error: --compression-codec 'zip' is not known; known are none, gzip, snappy, lz4, zstd")]
    [InlineData("produce --topic t", "error: topic t: UNKNOWN_TOPIC_OR_PARTITION")]
    [InlineData("consume --topic t --max-messages 0", "error: --max-messages 0 is not above 0")]
    [InlineData("cluster --describe --timeout 0", "error: --timeout 0 is not a number of milliseconds above 0")]
    [InlineData("delete-records --offset-json-file /none.json", "error: Could not find file '/none.json'.")]
    public async Task What_cannot_be_done_is_told_in_one_line(string command, string expected) => Assert.Equal([expected], await FailAsync(command));

    [Fact]
    public async Task Brokers_that_cannot_be_reached_are_named()
    {
        var port = FreePort.Next();
        var run = await AdminRun.RunAsync(["cluster", "--describe", "--bootstrap-server", $"127.0.0.1:{port}"]);
        Assert.Equal((1, $"error: cannot reach a broker: 127.0.0.1:{port} (Connection refused)\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task The_first_broker_of_the_list_that_can_be_reached_will_do()
    {
        var run = await AdminRun.RunAsync(["topics", "--list", "--bootstrap-server", $"127.0.0.1:{FreePort.Next()},{Node.BootstrapServers}"]);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData(":9092")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    public async Task A_bootstrap_server_is_a_host_and_a_port(string server)
    {
        var run = await AdminRun.RunAsync(["topics", "--list", "--bootstrap-server", server]);
        Assert.Equal((1, $"error: --bootstrap-server '{server}' is not HOST:PORT, such as 127.0.0.1:9092\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_piped_table_is_as_wide_as_it_wants_and_has_no_escape_codes()
    {
        var name = new string('x', 200);
        await SucceedAsync($"topics --create --topic {name}");
        var run = await SucceedAsync("topics --describe");
        Assert.Contains($"{name}  ", run.Lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }
}
