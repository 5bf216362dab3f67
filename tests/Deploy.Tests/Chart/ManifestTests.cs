using k8s;

namespace KafkaGateway.Deploy.Tests.Chart;

public sealed class ManifestTests
{
    // Those of the Prometheus Operator are unknown to Kubernetes itself.
    [Theory]
    [MemberData(nameof(Rendered.Ways), MemberType = typeof(Rendered))]
    public async Task Kubernetes_own_types_hold_everything_that_the_manifests_say(string way)
    {
        var objects = KubernetesYaml.LoadAllFromString(await Rendered.TextAsync(way), strict: true);
        Assert.All(objects, read => Assert.IsAssignableFrom<IKubernetesObject>(read));
        Assert.Equal((await Rendered.ManifestsAsync(way)).Count, objects.Count);
    }

    [Fact]
    public void A_field_that_Kubernetes_does_not_know_would_be_noticed() => Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  minReadySecond: 5\n", strict: true));

    [Theory]
    [MemberData(nameof(Rendered.Ways), MemberType = typeof(Rendered))]
    public async Task Pods_have_no_rights_that_they_do_not_need(string way)
    {
        var pods = (await Rendered.ManifestsAsync(way)).PodSpecs().ToList();
        Assert.Equal(3, pods.Count);
        foreach (var pod in pods)
        {
            Assert.Equal("false", pod.TextAt("automountServiceAccountToken"));
            Assert.Equal(("true", "RuntimeDefault"), (pod.TextAt("securityContext", "runAsNonRoot"), pod.TextAt("securityContext", "seccompProfile", "type")));
            Assert.NotEqual("0", pod.TextAt("securityContext", "runAsUser"));
            Assert.All(pod.Containers(), container =>
            {
                Assert.Equal("true", container.TextAt("securityContext", "readOnlyRootFilesystem"));
                Assert.Equal("false", container.TextAt("securityContext", "allowPrivilegeEscalation"));
                Assert.Equal(["ALL"], container.ListAt("securityContext", "capabilities", "drop").Select(dropped => dropped.ToString()));
                Assert.NotNull(container.TextAt("resources", "requests", "cpu"));
                Assert.NotNull(container.TextAt("resources", "limits", "memory"));
            });
        }
    }

    // A service kafka-gateway would put KAFKA_GATEWAY_PORT and the like into the environment, which settings are read from.
    [Theory]
    [MemberData(nameof(Rendered.Ways), MemberType = typeof(Rendered))]
    public async Task Services_do_not_get_into_the_environment(string way) =>
        Assert.All((await Rendered.ManifestsAsync(way)).PodSpecs(), pod => Assert.Equal("false", pod.TextAt("enableServiceLinks")));

    [Theory]
    [InlineData("default", "0", "1")]
    [InlineData("loadBalancer", "0", "1")]
    [InlineData("hostPort", "1", "0")]
    public async Task A_gateway_goes_before_the_next_comes_only_where_a_node_has_room_for_one(string way, string maxUnavailable, string maxSurge)
    {
        var update = (await Rendered.ManifestsAsync(way)).The("Deployment", "kafka-gateway-gateway").At("spec", "strategy", "rollingUpdate")!;
        Assert.Equal((maxUnavailable, maxSurge), (update.TextAt("maxUnavailable"), update.TextAt("maxSurge")));
    }

    [Fact]
    public async Task Only_silos_and_gateways_reach_a_silos_ports()
    {
        var policy = (await Rendered.ManifestsAsync("default")).The("NetworkPolicy", "kafka-gateway-silo");
        foreach (var rule in policy.ListAt("spec", "ingress"))
        {
            if (!rule.ListAt("ports").Any(port => port.TextAt("port") is "silo" or "silo-gateway"))
                continue;
            var components = rule.ListAt("from").Single().ListAt("podSelector", "matchExpressions").Single();
            Assert.Equal("app.kubernetes.io/component", components.TextAt("key"));
            Assert.Equal(["silo", "gateway"], components.ListAt("values").Select(value => value.ToString()));
        }
    }
}
