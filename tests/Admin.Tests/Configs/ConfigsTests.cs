using KafkaGateway.Admin.Configs;
using KafkaGateway.Admin.Tests.Running;

namespace KafkaGateway.Admin.Tests.Configs;

public sealed class ConfigsTests : AdminTest
{
    [Fact]
    public async Task Settings_of_a_topic_are_set_shown_and_taken_back()
    {
        await SucceedAsync("topics --create --topic t");
        Assert.Equal(
            "Altered topics t.\n",
            (await SucceedAsync("configs --alter --entity-type topics --entity-name t --add-config retention.ms=60000,cleanup.policy=[compact,delete]")).Output);
        var described = await SucceedAsync("configs --describe --entity-type topics --entity-name t");
        Assert.Equal(["t", "cleanup.policy", "compact,delete", "DYNAMIC_TOPIC_CONFIG"], AdminRun.Cells(described.Lines[1]));
        Assert.Equal(["t", "retention.ms", "60000", "DYNAMIC_TOPIC_CONFIG"], described.LastRow);

        await SucceedAsync("configs --alter --entity-type topics --entity-name t --delete-config retention.ms,cleanup.policy");
        var restored = await SucceedAsync("configs --describe --entity-type topics --entity-name t");
        Assert.Equal(("", "No setting was changed; --all shows those that hold.\n"), (restored.Output, restored.Error));
        Assert.Contains("retention.ms", (await SucceedAsync("configs --describe --entity-type topics --entity-name t --all")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--entity-name 0", "0")]
    [InlineData("--entity-default", "default")]
    public async Task Settings_of_a_broker_and_of_all_brokers_are_changed(string entity, string shown)
    {
        Assert.Equal($"Altered brokers {shown}.\n", (await SucceedAsync($"configs --alter --entity-type brokers {entity} --add-config log.retention.ms=70000")).Output);
        Assert.Equal([shown, "log.retention.ms", "70000"], (await SucceedAsync($"configs --describe --entity-type brokers {entity}")).LastRow[..3]);
    }

    [Fact]
    public async Task What_the_broker_refuses_is_told_with_its_reason()
    {
        await SucceedAsync("topics --create --topic t");
        var error = Assert.Single(await FailAsync("configs --alter --entity-type topics --entity-name t --add-config retention.ms=soon"));
        Assert.StartsWith("error: topic t: INVALID_CONFIG (", error, StringComparison.Ordinal);
        Assert.Equal(
            ["error: the cluster has no node 9; its nodes are 0"], await FailAsync("configs --describe --entity-type brokers --entity-name 9"));
    }

    [Theory]
    [InlineData("a=1", "a=1")]
    [InlineData("a=1,b=x=y", "a=1 b=x=y")]
    [InlineData("a=[1,2],b=", "a=1,2 b=")]
    [InlineData("a=[],b=[x]", "a= b=x")]
    public void Added_settings_are_parted_by_commas_that_are_in_no_brackets(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', ConfigChange.ParseAdditions(text).Select(change => $"{change.Name}={change.Value}")));

    [Theory]
    [InlineData("a")]
    [InlineData("a=1,b")]
    [InlineData("=1")]
    [InlineData("a=[1]2")]
    [InlineData("a=[1,2")]
    public void Added_settings_that_are_none_are_refused(string text) =>
        Assert.Throws<Admin.Client.AdminException>(() => ConfigChange.ParseAdditions(text).ToList());
}
