using YamlDotNet.RepresentationModel;

namespace KafkaGateway.Deploy.Tests.Chart;

/// <summary>The chart in the ways that people install it.</summary>
internal static class Rendered
{
    private static readonly Dictionary<string, string[]> s_arguments = new()
    {
        ["default"] = [],
        ["loadBalancer"] = ["--set", "external.mode=loadBalancer", "--set", "external.loadBalancer.host=kafka.example"],
        ["hostPort"] = ["--set", "external.mode=hostPort"],
        ["everything"] =
        [
            "--set", "external.mode=loadBalancer,external.port=19094,external.loadBalancer.host=kafka.example,external.loadBalancer.loadBalancerClass=c",
            "--set-json", """external.loadBalancer.sourceRanges=["192.0.2.0/24"]""",
            "--set", "gateway.autoscaling.enabled=false,gateway.replicas=4,gateway.priorityClassName=high,gateway.nodeSelector.disk=none",
            "--set", "postgres.connection=Host=db;Password=p,operations.token=t0k,operations.user=admin,operations.password=p",
            "--set", "seaweedmq.tls.existingSecret=seaweed,seaweedmq.tls.filerHttps=true,seaweedmq.filer=filer:8888",
            "--set-json", """seaweedmq.brokers=["broker:17777"]""",
            "--set-json", """settings={"num.partitions": 3, "max.connections": 1000000, "auto.create.topics.enable": false}""",
            "--set-json", """silo.settings={"seaweedmq.acks.all": "disk"}""",
            "--set-json", """gateway.settings={"num.partitions": 6}""",
            "--set-json", """silo.tolerations=[{"key": "kafka", "operator": "Exists"}]""",
            "--set-json", """networkPolicy.clients=[{"namespaceSelector": {}}]""",
            "--set-json", """imagePullSecrets=[{"name": "registry"}]""",
        ],
    };

    /// <summary>The names of those ways.</summary>
    public static TheoryData<string> Ways { get; } = [.. s_arguments.Keys];

    public static Task<string> TextAsync(string way, params string[] more) => Helm.TemplateAsync([.. s_arguments[way], .. more]);

    public static async Task<IReadOnlyList<YamlNode>> ManifestsAsync(string way, params string[] more) => Yaml.Documents(await TextAsync(way, more));

    public static YamlNode The(this IEnumerable<YamlNode> manifests, string kind, string name) => manifests.Single(
        manifest => manifest.TextAt("kind") == kind && manifest.TextAt("metadata", "name") == name);

    /// <summary>What pods are made of, those of the test included.</summary>
    public static IEnumerable<YamlNode> PodSpecs(this IEnumerable<YamlNode> manifests) => manifests
        .Select(manifest => manifest.TextAt("kind") == "Pod" ? manifest.At("spec") : manifest.At("spec", "template", "spec")).OfType<YamlNode>();

    public static IEnumerable<YamlNode> Containers(this YamlNode podSpec) => podSpec.ListAt("initContainers").Concat(podSpec.ListAt("containers"));

    /// <summary>The environment of a container whose values the manifest holds.</summary>
    public static Dictionary<string, string?> Environment(this YamlNode container) =>
        container.ListAt("env").ToDictionary(variable => variable.TextAt("name")!, variable => variable.TextAt("value"));
}
