using KafkaGateway.Admin.Tests.Running;
using KafkaGateway.Behaviour.Groups;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Groups;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Tests.Groups;

public sealed class GroupsTests : AdminTest
{
    private const string Topic = "t";
    private const string Group = "g";

    [Fact]
    public async Task A_group_with_a_member_shows_its_lag_its_state_and_who_has_what()
    {
        await ProduceAsync(10);
        await using var member = await JoinAsync();
        Assert.Equal(ErrorCode.None, await member.CommitAsync(4));

        Assert.Equal(["g", "classic", "consumer", "Stable"], (await SucceedAsync("groups --list --state")).LastRow);
        Assert.Equal([Group], (await SucceedAsync("groups --list --state stable")).Lines.Skip(1).Select(line => AdminRun.Cells(line)[0]));
        Assert.Empty((await SucceedAsync("groups --list --state Empty --json")).Json.EnumerateArray());
        Assert.Equal(["g", "t", "0", "4", "10", "6", member.MemberId, "/127.0.0.1", "wire"], (await SucceedAsync("groups --describe --group g")).LastRow);
        Assert.Equal(["g", member.MemberId, "/127.0.0.1", "wire", "1", "t(0)"], (await SucceedAsync("groups --describe --all-groups --members --verbose")).LastRow);
        var state = (await SucceedAsync("groups --describe --group g --state --json")).Json[0];
        Assert.Equal(("Stable", "range", 1), (state.GetProperty("state").GetString(), state.GetProperty("assignor").GetString(), state.GetProperty("members").GetInt32()));
    }

    [Fact]
    public async Task A_group_with_members_is_neither_reset_nor_deleted()
    {
        await ProduceAsync(3);
        await using var member = await JoinAsync();
        Assert.Equal(ErrorCode.None, await member.CommitAsync(2));
        Assert.Equal(
            ["error: group g: NON_EMPTY_GROUP (offsets can be reset while no member is there; the group is Stable)"],
            await FailAsync("groups --reset-offsets --group g --topic t --to-earliest --execute"));
        Assert.StartsWith("error: group g: NON_EMPTY_GROUP", (await FailAsync("groups --delete --group g"))[0], StringComparison.Ordinal);
        Assert.Equal(2, await member.CommittedAsync());
    }

    [Fact]
    public async Task A_group_that_is_gone_is_told_and_the_others_are_shown()
    {
        await ProduceAsync(1);
        await SucceedAsync("groups --reset-offsets --group g --topic t --to-latest --execute");
        var run = await RunAsync("groups --describe --group none --group g");
        Assert.Equal((1, "error: group none: GROUP_ID_NOT_FOUND (it does not exist)"), (run.ExitCode, run.Error.Split('\n')[0]));
        Assert.Equal(["g", "t", "0", "1", "1", "0", "-", "-", "-"], run.LastRow);
    }

    [Fact]
    public async Task A_group_and_what_it_has_committed_are_deleted()
    {
        await ProduceAsync(1);
        await SucceedAsync("topics --create --topic other");
        await SucceedAsync("groups --reset-offsets --group g --topic t --topic other --to-earliest --execute");
        Assert.Equal(["g", "other", "0"], (await SucceedAsync("groups --delete-offsets --group g --topic other")).LastRow);
        Assert.Equal(["t"], (await SucceedAsync("groups --describe --group g --json")).Json.EnumerateArray().Select(row => row.GetProperty("topic").GetString()));
        Assert.Equal("Deleted group g.\n", (await SucceedAsync("groups --delete --group g")).Output);
        Assert.Equal("", (await SucceedAsync("groups --list")).Output);
    }

    private Task<AdminRun> ProduceAsync(int records) => SucceedAfterCreationAsync(string.Concat(Enumerable.Range(0, records).Select(i => $"{i}\n")));

    private async Task<AdminRun> SucceedAfterCreationAsync(string input)
    {
        await SucceedAsync($"topics --create --topic {Topic}");
        return await SucceedAsync($"produce --topic {Topic}", input);
    }

    private async Task<GroupMember> JoinAsync()
    {
        var member = new GroupMember(await ConnectAsync(), GroupVersions.Newest, Group, Topic);
        await member.JoinAsync();
        await member.JoinedAsync();
        await member.SendSyncAsync((member.MemberId, Assignment()));
        await member.SyncedAsync();
        return member;
    }

    private static byte[] Assignment() => ConsumerProtocol.Write(
        new ConsumerProtocolAssignment { AssignedPartitions = [new() { Topic = Topic, Partitions = [0] }] }, 0);
}
