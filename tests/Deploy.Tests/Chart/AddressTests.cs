using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway;
using YamlDotNet.RepresentationModel;

namespace KafkaGateway.Deploy.Tests.Chart;

/// <summary>Where the chart's processes listen, and what clients are told.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("default", "INSIDE://192.0.2.1:9092")]
    [InlineData("loadBalancer", "INSIDE://192.0.2.1:9092,OUTSIDE://kafka.example:9094")]
    [InlineData("hostPort", "INSIDE://192.0.2.1:9092,OUTSIDE://192.0.2.2:9094")]
    [InlineData("everything", "INSIDE://192.0.2.1:9092,OUTSIDE://kafka.example:19094")]
    public async Task A_gateway_advertises_its_pod_inside_and_outside_the_balancer_or_its_node(string way, string advertised)
    {
        var gateway = await GatewayAsync(way);
        var environment = gateway.Environment();
        var listeners = ListenerAddresses.Read(
            environment["KAFKA_GATEWAY_LISTENERS"]!.Split(','), Resolve(gateway, environment["KAFKA_GATEWAY_ADVERTISED_LISTENERS"]!).Split(','));
        Assert.Equal(advertised, string.Join(',', listeners.Select(listener => $"{listener.Name}://{listener.Advertise}")));

        var ports = gateway.ListAt("ports").ToDictionary(port => port.TextAt("name")!, port => port.TextAt("containerPort"));
        string[] names = ["kafka", "kafka-external"];
        Assert.All(listeners.Zip(names), pair => Assert.Equal($"{pair.First.Listen.Port}", ports[pair.Second]));
    }

    [Fact]
    public async Task In_a_node_port_clients_come_in_by_the_port_that_they_are_told()
    {
        var port = (await GatewayAsync("hostPort")).ListAt("ports").Single(port => port.TextAt("name") == "kafka-external");
        Assert.Equal("9094", port.TextAt("hostPort"));
    }

    [Theory]
    [InlineData("loadBalancer", "9094")]
    [InlineData("everything", "19094")]
    public async Task The_balancer_has_the_port_that_clients_are_told(string way, string port)
    {
        var service = (await Rendered.ManifestsAsync(way)).The("Service", "kafka-gateway-external");
        Assert.Equal("LoadBalancer", service.TextAt("spec", "type"));
        var balanced = service.ListAt("spec", "ports").Single();
        Assert.Equal((port, "kafka-external"), (balanced.TextAt("port"), balanced.TextAt("targetPort")));
    }

    [Fact]
    public async Task A_silo_listens_on_the_default_ports_and_tells_others_its_pods_address()
    {
        var silo = (await Rendered.ManifestsAsync("default")).The("StatefulSet", "kafka-gateway-silo").ListAt("spec", "template", "spec", "containers").Single();
        var ports = silo.ListAt("ports").ToDictionary(port => port.TextAt("name")!, port => port.TextAt("containerPort"));
        var defaults = BrokerSettings.Of([]);
        Assert.Equal(PortOf(defaults[BrokerConfigs.SiloListen]), ports["silo"]);
        Assert.Equal(PortOf(defaults[BrokerConfigs.OperationsListen]), ports["operations"]);
        Assert.Equal($"{defaults[BrokerConfigs.SiloGatewayPort]}", ports["silo-gateway"]);
        var environment = silo.Environment();
        Assert.Equal(ports["silo"], PortOf(environment["KAFKA_GATEWAY_SILO_LISTEN"]!));
        Assert.Equal(ports["silo-gateway"], environment["KAFKA_GATEWAY_SILO_GATEWAY_PORT"]);
        Assert.Equal(ports["operations"], PortOf(environment["KAFKA_GATEWAY_OPERATIONS_LISTEN"]!));
        Assert.Equal("status.podIP", FieldOf(silo, "KAFKA_GATEWAY_SILO_ADVERTISED_HOST"));
        Assert.Equal("metadata.name", FieldOf(silo, "KAFKA_GATEWAY_NODE_NAME"));
    }

    private static async Task<YamlNode> GatewayAsync(string way) =>
        (await Rendered.ManifestsAsync(way)).The("Deployment", "kafka-gateway-gateway").ListAt("spec", "template", "spec", "containers").Single();

    private static string PortOf(string address) => address[(address.LastIndexOf(':') + 1)..];

    private static string? FieldOf(YamlNode container, string variable) =>
        container.ListAt("env").Single(entry => entry.TextAt("name") == variable).TextAt("valueFrom", "fieldRef", "fieldPath");

    // As the kubelet does: only what stands before a variable in the list can be used in it.
    private static string Resolve(YamlNode container, string text)
    {
        foreach (var entry in container.ListAt("env").TakeWhile(entry => entry.TextAt("name") != "KAFKA_GATEWAY_ADVERTISED_LISTENERS"))
        {
            var value = entry.TextAt("valueFrom", "fieldRef", "fieldPath") switch
            {
                "status.podIP" => "192.0.2.1",
                "status.hostIP" => "192.0.2.2",
                _ => null,
            };
            text = text.Replace($"$({entry.TextAt("name")})", value, StringComparison.Ordinal);
        }

        return text;
    }
}
