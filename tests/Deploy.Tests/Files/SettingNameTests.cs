using System.Text.RegularExpressions;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Deploy.Tests.Chart;

namespace KafkaGateway.Deploy.Tests.Files;

/// <summary>A process does not start with a setting that it does not know: none of those given here may be one.</summary>
public sealed partial class SettingNameTests
{
    [Theory]
    [MemberData(nameof(Rendered.Ways), MemberType = typeof(Rendered))]
    public async Task The_charts_settings_are_known(string way) => AreKnown(await Rendered.TextAsync(way));

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("new-secrets.sh")]
    [InlineData("Dockerfile")]
    public void Those_of_the_image_and_of_compose_are_known(string file) => AreKnown(Repository.Read("docker", file));

    private static void AreKnown(string text)
    {
        var names = Variable().Matches(text).Select(variable => variable.Groups[1].Value.ToLowerInvariant().Replace('_', '.')).Distinct().ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.NotNull(BrokerConfigs.All.Find(name)));
    }

    [GeneratedRegex("KAFKA_GATEWAY_([A-Z_]+)")]
    private static partial Regex Variable();
}
