using System.Text.RegularExpressions;
using KafkaGateway.Deploy.Tests.Chart;

namespace KafkaGateway.Deploy.Tests.Files;

/// <summary>Images are named with the version that was meant.</summary>
public sealed partial class ImageTests
{
    [Fact]
    public void Composes_images_have_versions()
    {
        var services = Yaml.Documents(Repository.Read("docker", "compose.yaml")).Single().EntriesAt("services").ToList();
        Assert.All(services, service => Assert.Matches(WithVersion(), service.Value.TextAt("image")));
    }

    [Fact]
    public void The_images_that_ours_is_made_of_have_versions_and_are_of_one_release()
    {
        var images = From().Matches(Repository.Read("docker", "Dockerfile")).Select(from => from.Groups[1].Value).ToList();
        Assert.Equal(2, images.Count);
        Assert.All(images, image => Assert.Matches(WithVersion(), image));

        // The library for zstd is copied from one to the other.
        Assert.Single(images.Select(image => image.Split(':')[1].Replace("-chiseled", "", StringComparison.Ordinal)).Distinct());
    }

    [Theory]
    [MemberData(nameof(Rendered.Ways), MemberType = typeof(Rendered))]
    public async Task The_chart_runs_one_image_in_the_version_that_compose_builds(string way)
    {
        var image = (await Rendered.ManifestsAsync(way)).PodSpecs().SelectMany(pod => pod.Containers()).Select(container => container.TextAt("image")).Distinct();
        var compose = Yaml.Documents(Repository.Read("docker", "compose.yaml")).Single();
        Assert.Equal(compose.TextAt("services", "silo-1", "image"), Assert.Single(image));
    }

    [Fact]
    public async Task A_digest_goes_before_the_version()
    {
        var digest = $"sha256:{new string('a', 64)}";
        var pods = (await Rendered.ManifestsAsync("default", "--set", $"image.digest={digest}")).PodSpecs();
        Assert.All(pods.SelectMany(pod => pod.Containers()), container => Assert.Equal($"kafka-gateway@{digest}", container.TextAt("image")));
    }

    [GeneratedRegex(@"^[^:@]+:v?\d+\.\d+[\w.-]*$")]
    private static partial Regex WithVersion();

    [GeneratedRegex(@"^FROM (\S+)", RegexOptions.Multiline)]
    private static partial Regex From();
}
