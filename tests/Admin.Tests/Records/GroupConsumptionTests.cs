using System.Globalization;
using KafkaGateway.Admin.Tests.Running;

namespace KafkaGateway.Admin.Tests.Records;

public sealed class GroupConsumptionTests : AdminTest
{
    private const string AsMember = "consume --topic t --group g --from-beginning";

    [Fact]
    public async Task What_was_printed_is_committed_and_the_next_member_goes_on_behind_it()
    {
        await SucceedAsync("topics --create --topic t");
        await SucceedAsync("produce --topic t", "a\nb\nc\n");
        var first = await SucceedAsync($"{AsMember} --max-messages 2");
        Assert.Equal("a\nb\n", first.Output);
        Assert.Equal("Processed a total of 2 messages\n", first.Error);
        Assert.Equal(["g", "t", "0", "2", "3", "1", "-", "-", "-"], (await SucceedAsync("groups --describe --group g")).LastRow);
        Assert.Equal("Empty ", await GroupAsync());
        Assert.Equal("c\n", (await SucceedAsync($"{AsMember} --max-messages 1")).Output);
        Assert.Equal("0", await LagAsync());
    }

    [Fact]
    public async Task Members_share_the_partitions_and_who_goes_leaves_them_to_the_others()
    {
        await SucceedAsync("topics --create --topic t --partitions 2");
        await using var first = new Member(this);
        await EventuallyAsync("Stable 2", GroupAsync);
        await using var second = new Member(this);
        await EventuallyAsync("Stable 1 1", GroupAsync);
        await ProduceAsync(0, 2000);
        await EventuallyAsync("0", LagAsync);

        var one = await first.StopAsync();
        await EventuallyAsync("Stable 2", GroupAsync);
        await ProduceAsync(2000, 4000);
        await EventuallyAsync("0", LagAsync);
        var other = await second.StopAsync();
        Assert.Equal("Empty ", await GroupAsync());
        Assert.InRange(one.Lines.Length, 1, 1999);
        Assert.Equal(
            string.Join(' ', Enumerable.Range(0, 4000)),
            string.Join(' ', one.Lines.Concat(other.Lines).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Order()));
    }

    [Fact]
    public async Task A_member_that_gets_no_partition_waits_for_one()
    {
        await SucceedAsync("topics --create --topic t");
        await using var first = new Member(this);
        await EventuallyAsync("Stable 1", GroupAsync);
        await using var second = new Member(this);
        await EventuallyAsync("Stable 0 1", GroupAsync);
        await first.StopAsync();
        await EventuallyAsync("Stable 1", GroupAsync);
        await ProduceAsync(0, 3);
        await EventuallyAsync("0", LagAsync);
        Assert.Equal("0\n1\n2\n", (await second.StopAsync()).Output);
    }

    [Fact]
    public async Task Partitions_that_the_topic_gets_later_are_read_too()
    {
        await SucceedAsync("topics --create --topic t");
        await using var member = new Member(this);
        await EventuallyAsync("Stable 1", GroupAsync);
        await SucceedAsync("topics --alter --topic t --partitions 3");
        await EventuallyAsync("Stable 3", GroupAsync);
        await ProduceAsync(0, 3000);
        await EventuallyAsync("0", LagAsync);
        Assert.Equal(3000, (await member.StopAsync()).Lines.Length);
    }

    [Fact]
    public async Task Without_from_beginning_a_group_begins_at_the_end()
    {
        await SucceedAsync("topics --create --topic t");
        await ProduceAsync(0, 3);
        Assert.Equal("", (await SucceedAsync("consume --topic t --group g --timeout-ms 3000")).Output);
        await SucceedAsync("groups --reset-offsets --group g --topic t --to-offset 2 --execute");
        Assert.Equal("2\n", (await SucceedAsync("consume --topic t --group g --max-messages 1")).Output);
    }

    [Theory]
    [InlineData("--partition 0")]
    [InlineData("--offset latest")]
    public async Task What_the_group_says_is_not_said_by_options(string option)
    {
        await SucceedAsync("topics --create --topic t");
        Assert.Equal(
            ["error: --group excludes --partition and --offset: the group says who reads what, and from where"],
            await FailAsync($"consume --topic t --group g {option}"));
    }

    private Task<AdminRun> ProduceAsync(int from, int to) => SucceedAsync(
        "produce --topic t --batch-size 200", string.Join('\n', Enumerable.Range(from, to - from)));

    /// <summary>The group's state, and how many partitions each of its members has.</summary>
    private async Task<string> GroupAsync()
    {
        var state = await RunAsync("groups --describe --group g --state --json");
        if (state.ExitCode != 0)
            return state.Error;
        var members = (await SucceedAsync("groups --describe --group g --members --json")).Json.EnumerateArray();
        return $"{state.Json[0].GetProperty("state").GetString()} {string.Join(' ', members.Select(member => member.GetProperty("partitions").GetInt32()).Order())}";
    }

    /// <summary>How many records the group has not committed yet; "unknown" where there is a partition of which it has committed nothing.</summary>
    private async Task<string> LagAsync()
    {
        var rows = (await SucceedAsync("groups --describe --group g --json")).Json.EnumerateArray().Select(row => row.GetProperty("lag")).ToList();
        return rows.Exists(lag => lag.ValueKind == System.Text.Json.JsonValueKind.Null) ? "unknown" : $"{rows.Sum(lag => lag.GetInt64())}";
    }

    private static async Task EventuallyAsync(string expected, Func<Task<string>> ask)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var answer = await ask(); answer != expected; answer = await ask())
        {
            if (patience.IsCancellationRequested)
                Assert.Equal(expected, answer);
            await again.WaitForNextTickAsync();
        }
    }

    /// <summary>A command that consumes in the group until it is stopped.</summary>
    private sealed class Member : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task<AdminRun> _run;

        public Member(GroupConsumptionTests test) => _run = test.RunAsync(AsMember, stop: _stop.Token);

        public async Task<AdminRun> StopAsync()
        {
            await _stop.CancelAsync();
            var run = await _run;
            Assert.Equal((0, ""), (run.ExitCode, string.Join('\n', run.Error.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("Processed", StringComparison.Ordinal)))));
            return run;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _stop.Dispose();
        }
    }
}
