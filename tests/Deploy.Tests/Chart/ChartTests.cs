using YamlDotNet.RepresentationModel;

namespace KafkaGateway.Deploy.Tests.Chart;

public sealed class ChartTests
{
    [Fact]
    public async Task Helm_finds_nothing_to_complain_about()
    {
        var (exitCode, output, error) = await Helm.RunAsync(["lint", "--strict", Helm.Chart]);
        Assert.True(exitCode == 0, output + error);
    }

    [Theory]
    [InlineData("gateway.replica=3", "replica")]
    [InlineData("external.mode=ingress", "mode")]
    [InlineData("external.port=9092", "port")]
    [InlineData("image.tag=latest", "tag")]
    [InlineData("image.digest=abc", "digest")]
    [InlineData("seaweedmq.masters=null", "masters")]
    [InlineData("silo.terminationGracePeriodSeconds=10", "terminationGracePeriodSeconds")]
    [InlineData("settings.listeners=:9092", "listeners")]
    [InlineData("external.mode=loadBalancer", "external.loadBalancer.host")]
    public async Task Values_that_cannot_work_are_refused_by_name(string value, string named) =>
        Assert.Contains(named, await Helm.RefusalAsync("--set", value), StringComparison.Ordinal);

    [Fact]
    public async Task Settings_of_a_component_go_before_those_of_all_and_numbers_are_written_out()
    {
        var manifests = await Rendered.ManifestsAsync("everything");
        var silo = manifests.The("StatefulSet", "kafka-gateway-silo").At("spec", "template", "spec")!.Containers().Single().Environment();
        var gateway = manifests.The("Deployment", "kafka-gateway-gateway").At("spec", "template", "spec")!.Containers().Single().Environment();
        Assert.Equal(("3", "6"), (silo["KAFKA_GATEWAY_NUM_PARTITIONS"], gateway["KAFKA_GATEWAY_NUM_PARTITIONS"]));
        Assert.Equal(("1000000", "false"), (silo["KAFKA_GATEWAY_MAX_CONNECTIONS"], silo["KAFKA_GATEWAY_AUTO_CREATE_TOPICS_ENABLE"]));
        Assert.False(gateway.ContainsKey("KAFKA_GATEWAY_SEAWEEDMQ_ACKS_ALL"));
    }

    [Fact]
    public async Task Monitoring_is_made_of_the_charts_files()
    {
        var manifests = await Rendered.ManifestsAsync(
            "default", "--set", "monitoring.serviceMonitor.enabled=true,monitoring.prometheusRule.enabled=true,monitoring.dashboard.enabled=true");
        var rules = Yaml.Documents(Repository.Read("docker", "helm", "kafka-gateway", "files", "alerts.yaml")).Single();
        Assert.Equal(rules.At("groups"), manifests.The("PrometheusRule", "kafka-gateway").At("spec", "groups"));
        Assert.Equal(
            Repository.Read("docker", "helm", "kafka-gateway", "files", "dashboard.json").Trim(),
            manifests.The("ConfigMap", "kafka-gateway-dashboard").TextAt("data", "kafka-gateway.json")!.Trim());
        var monitor = manifests.The("ServiceMonitor", "kafka-gateway");
        Assert.Single(manifests, manifest => manifest.TextAt("kind") == "Service"
            && manifest.At("metadata", "labels")!.Holds(monitor.At("spec", "selector", "matchLabels")!));
        var scraped = monitor.ListAt("spec", "endpoints").Single();
        Assert.Equal(("operations", "/metrics"), (scraped.TextAt("port"), scraped.TextAt("path")));
        Assert.Equal("kafka-gateway-operations", scraped.TextAt("authorization", "credentials", "name"));
        Assert.Contains(rules.ListAt("groups").SelectMany(group => group.ListAt("rules")), rule => rule.TextAt("expr") == $"up{{job=\"{Job(scraped)}\"}} == 0");
    }

    [Theory]
    [InlineData("StatefulSet", "kafka-gateway-silo")]
    [InlineData("Deployment", "kafka-gateway-gateway")]
    public async Task The_operations_service_leads_to_silos_and_gateways(string kind, string name)
    {
        var manifests = await Rendered.ManifestsAsync("default");
        var service = manifests.The("Service", "kafka-gateway-operations");
        var pod = manifests.The(kind, name).At("spec", "template")!;
        Assert.True(pod.At("metadata", "labels")!.Holds(service.At("spec", "selector")!));
        var port = service.ListAt("spec", "ports").Single().TextAt("targetPort");
        Assert.Contains(pod.At("spec")!.Containers().Single().ListAt("ports"), listening => listening.TextAt("name") == port);
    }

    private static string? Job(YamlNode scraped) =>
        scraped.ListAt("relabelings").Single(relabeling => relabeling.TextAt("targetLabel") == "job").TextAt("replacement");
}
