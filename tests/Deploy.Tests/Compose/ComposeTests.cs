using KafkaGateway.Gateway;
using YamlDotNet.RepresentationModel;

namespace KafkaGateway.Deploy.Tests.Compose;

public sealed class ComposeTests
{
    private const string Secrets = "secrets/";
    private readonly YamlNode _compose = Yaml.Documents(Repository.Read("docker", "compose.yaml")).Single();

    private List<(string Key, YamlNode Value)> Services => [.. _compose.EntriesAt("services")];

    [Theory]
    [InlineData("gateway-1", "9092")]
    [InlineData("gateway-2", "9093")]
    public void Clients_on_the_host_are_told_the_port_that_is_published_and_those_in_the_network_the_containers_name(string name, string hostPort)
    {
        var gateway = _compose.At("services", name)!;
        var listeners = ListenerAddresses.Read(
            gateway.TextAt("environment", "KAFKA_GATEWAY_LISTENERS")!.Split(','),
            gateway.TextAt("environment", "KAFKA_GATEWAY_ADVERTISED_LISTENERS")!.Split(','));
        Assert.Equal(["INSIDE", "OUTSIDE"], listeners.Select(listener => listener.Name));
        Assert.Equal([$"{name}:{listeners[0].Listen.Port}", $"localhost:{hostPort}"], listeners.Select(listener => listener.Advertise!.ToString()));
        Assert.Equal($"127.0.0.1:{hostPort}:{listeners[1].Listen.Port}", gateway.ListAt("ports").Single().ToString());
    }

    [Fact]
    public void Services_are_published_on_loopback_only() => Assert.All(
        Services.SelectMany(service => service.Value.ListAt("ports")), port => Assert.StartsWith("127.0.0.1:", port.ToString(), StringComparison.Ordinal));

    [Fact]
    public void Every_service_has_a_health_check_and_a_file_system_that_it_cannot_write() => Assert.All(Services, service =>
    {
        Assert.True(service.Value.ListAt("healthcheck", "test").Count() > 1, service.Key);
        Assert.Equal(("true", "ALL"), (service.Value.TextAt("read_only"), service.Value.ListAt("cap_drop").Single().ToString()));
    });

    [Fact]
    public void What_a_service_waits_for_is_there_and_healthy() => Assert.All(
        Services.SelectMany(service => service.Value.EntriesAt("depends_on")), awaited =>
        {
            Assert.NotNull(_compose.At("services", awaited.Key));
            Assert.Equal("service_healthy", awaited.Value.TextAt("condition"));
        });

    [Fact]
    public void Files_that_are_mounted_are_there_and_secrets_are_those_that_new_secrets_sh_makes()
    {
        var mounted = Services.SelectMany(service => service.Value.ListAt("volumes")).Select(volume => volume.ToString().Split(':')[0]);
        Assert.All(mounted.Where(source => source.StartsWith('.')), source => Assert.True(
            Path.Exists(Repository.PathOf("docker", source)), $"docker/{source}"));

        var script = Repository.Read("docker", "new-secrets.sh");
        var secrets = _compose.EntriesAt("secrets").Select(secret => secret.Value.TextAt("file")!)
            .Concat(Services.SelectMany(service => service.Value.ListAt("env_file")).Select(file => file.ToString())).Distinct().ToList();
        Assert.Equal(4, secrets.Count);
        Assert.All(secrets, secret => Assert.Contains($"keep {secret[Secrets.Length..]}", script, StringComparison.Ordinal));
    }

    [Fact]
    public void Prometheus_asks_every_silo_and_gateway_with_the_token()
    {
        var scraped = Yaml.Documents(Repository.Read("docker", "prometheus", "prometheus.yaml")).Single().ListAt("scrape_configs").Single();
        var targets = scraped.ListAt("static_configs").SelectMany(group => group.ListAt("targets")).Select(target => target.ToString());
        var ours = Services.Where(service => service.Value.TextAt("image") == _compose.TextAt("services", "silo-1", "image"));
        Assert.Equal(ours.Select(service => $"{service.Key}:8080").Order(), targets.Order());
        Assert.Equal("/run/secrets/operations-token", scraped.TextAt("authorization", "credentials_file"));
        Assert.Contains("operations-token", _compose.ListAt("services", "prometheus", "secrets").Select(secret => secret.ToString()));
    }
}
