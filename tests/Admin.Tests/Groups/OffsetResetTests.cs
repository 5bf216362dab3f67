using System.Globalization;
using KafkaGateway.Admin.Tests.Running;

namespace KafkaGateway.Admin.Tests.Groups;

/// <summary>A topic with ten records in partition 0, five in partition 1, and a group that has committed 4 and nothing.</summary>
public sealed class OffsetResetTests : AdminTest
{
    [Theory]
    [InlineData("--topic t --to-earliest", "0 0")]
    [InlineData("--topic t --to-latest", "10 5")]
    [InlineData("--topic t --to-current", "4 5")]
    [InlineData("--topic t --to-offset 3", "3 3")]
    [InlineData("--topic t:1 --to-offset 3", "4 3")]
    [InlineData("--all-topics --shift-by 2", "6 -")]
    [InlineData("--all-topics --shift-by -3", "1 -")]
    [InlineData("--topic t --to-datetime 2000-01-01T00:00:00.000", "0 0")]
    [InlineData("--topic t --to-datetime 2100-01-01T00:00:00Z", "10 5")]
    [InlineData("--topic t --by-duration PT1H", "0 0")]
    public async Task Offsets_are_moved_to_where_was_asked_for(string how, string expected)
    {
        await PrepareAsync();
        await SucceedAsync($"groups --reset-offsets --group g {how} --execute");
        Assert.Equal(expected, await CommittedAsync());
    }

    [Fact]
    public async Task A_dry_run_shows_the_new_offsets_says_so_and_changes_nothing()
    {
        await PrepareAsync();
        var run = await SucceedAsync("groups --reset-offsets --group g --topic t:0 --to-latest");
        Assert.Equal(["g", "t", "0", "4", "10"], run.LastRow);
        Assert.Equal("Dry run: nothing was changed. --execute commits these offsets.\n", run.Error);
        Assert.Equal("4 -", await CommittedAsync());
    }

    [Theory]
    [InlineData("--to-offset 99", "10", "warning: t-0 holds offsets 0 to 10, not 99; 10 is taken")]
    [InlineData("--shift-by -9", "0", "warning: t-0 holds offsets 0 to 10, not -5; 0 is taken")]
    public async Task An_offset_outside_of_the_log_is_brought_back_into_it_with_a_warning(string how, string expected, string warning)
    {
        await PrepareAsync();
        var run = await SucceedAsync($"groups --reset-offsets --group g --topic t:0 {how} --execute");
        Assert.Equal((warning + "\n", $"{expected} -"), (run.Error, await CommittedAsync()));
    }

    [Fact]
    public async Task What_was_exported_is_read_back()
    {
        await PrepareAsync();
        var one = await SucceedAsync("groups --reset-offsets --group g --topic t --to-offset 2 --export");
        Assert.Equal("t,0,2\nt,1,2\n", one.Output);
        var two = await SucceedAsync("groups --reset-offsets --group g --group h --topic t:1 --to-offset 1 --export");
        Assert.Equal("g,t,1,1\nh,t,1,1\n", two.Output);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "g,t,0,7\nh,t,0,8\n\n\"t\",1,3\n");
        await SucceedAsync($"groups --reset-offsets --group g --from-file {file} --execute");
        Assert.Equal("7 3", await CommittedAsync());
        await File.WriteAllTextAsync(file, "t;0;7\n");
        Assert.Equal(
            [$"error: {file}, line 1: not TOPIC,PARTITION,OFFSET or GROUP,TOPIC,PARTITION,OFFSET"], await FailAsync($"groups --reset-offsets --group g --from-file {file}"));
        File.Delete(file);
    }

    [Fact]
    public async Task A_partition_that_does_not_exist_or_has_no_offset_to_shift_is_refused()
    {
        await PrepareAsync();
        Assert.Equal(["error: topic t has no partition 2: it has 2"], await FailAsync("groups --reset-offsets --group g --topic t:2 --to-latest"));
        Assert.Equal(["error: topic u: UNKNOWN_TOPIC_OR_PARTITION"], await FailAsync("groups --reset-offsets --group g --topic u --to-latest"));
        Assert.Equal(
            ["error: group g has committed nothing for t-1: there is nothing to shift"], await FailAsync("groups --reset-offsets --group g --topic t --shift-by 1"));
    }

    private async Task PrepareAsync()
    {
        await SucceedAsync("topics --create --topic t --partitions 2");

        // Java's producer puts "a" into the first of two partitions and "d" into the second.
        await SucceedAsync("produce --topic t --property parse.key=true --property key.separator=:", string.Concat(Enumerable.Range(0, 15).Select(i => i < 10 ? "a:x\n" : "d:x\n")));
        await SucceedAsync("groups --reset-offsets --group g --topic t:0 --to-offset 4 --execute");
    }

    private async Task<string> CommittedAsync()
    {
        var rows = (await SucceedAsync("groups --describe --group g --json")).Json.EnumerateArray()
            .ToDictionary(row => row.GetProperty("partition").GetInt32(), row => row.GetProperty("currentOffset").GetInt64());
        return string.Join(' ', new[] { 0, 1 }.Select(partition => rows.TryGetValue(partition, out var offset) ? offset.ToString(CultureInfo.InvariantCulture) : "-"));
    }
}
