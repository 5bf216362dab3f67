namespace KafkaGateway.Deploy.Tests.Chart;

/// <summary>docker/k8s is what the chart makes of its default values.</summary>
public sealed class PlainManifestTests
{
    [Fact]
    public async Task The_files_are_what_the_chart_renders_and_docker_k8s_render_sh_makes_them_so()
    {
        var folder = Directory.CreateTempSubdirectory("kafka-gateway-chart-");
        try
        {
            await Helm.TemplateAsync("--skip-tests", "--output-dir", folder.FullName);
            Assert.Equal(Files(Path.Combine(folder.FullName, "kafka-gateway", "templates")), Files(Repository.PathOf("docker", "k8s")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SortedDictionary<string, string> Files(string folder) =>
        new(Directory.GetFiles(folder, "*.yaml").ToDictionary(file => Path.GetFileName(file), File.ReadAllText), StringComparer.Ordinal);
}
