using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KafkaGateway.Cluster.Tests.Hosting;
using KafkaGateway.Silo.Hosting;

namespace KafkaGateway.Cluster.Tests.Operations;

/// <summary>Health checks, the operations page and the dashboard, over HTTP.</summary>
public sealed class OperationsPortTests : IDisposable
{
    private static readonly (string Name, string Value) s_port = ("operations.listen", "127.0.0.1:0");
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/startup")]
    [InlineData("/health/ready")]
    public async Task Health_is_told_to_everybody(string path)
    {
        await using var node = await StartAloneAsync();
        var response = await _http.GetAsync(new Uri(node.OperationsAddress, path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("Healthy", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_another_port_than_Kafkas()
    {
        await using var node = await StartAloneAsync();
        Assert.NotEqual(IPEndPoint.Parse(node.KafkaAddress).Port, node.OperationsAddress.Port);
    }

    [Fact]
    public async Task A_gateway_is_ready_while_it_reaches_a_silo()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 0);
        await using var gateway = await cluster.StartAsync(ProcessRole.Gateway, "gateway", s_port);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/health/ready"));

        await cluster.Silos[0].DisposeAsync();
        await Eventually.IsAsync(HttpStatusCode.ServiceUnavailable, () => StatusAsync(gateway, "/health/ready"), TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/health/live"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/health/startup"));
    }

    [Fact]
    public async Task Without_credentials_in_the_settings_nobody_sees_the_dashboard_and_is_told_what_to_set()
    {
        await using var node = await StartAloneAsync();
        var response = await _http.GetAsync(new Uri(node.OperationsAddress, "/dashboard/"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var said = await response.Content.ReadAsStringAsync();
        Assert.All(["operations.token", "operations.user", "operations.password"], name => Assert.Contains(name, said, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(node, "/dashboard/", "Bearer", "guess"));
    }

    [Fact]
    public async Task The_dashboard_opens_to_a_token_or_a_password_and_to_nothing_else()
    {
        await using var node = await StartAloneAsync(
            ("operations.token", "t0k"), ("operations.user", "u"), ("operations.password", "p"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(node, "/dashboard/"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(node, "/dashboard/", "Bearer", "other"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(node, "/dashboard/", "Basic", Basic("u", "other")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(node, "/dashboard/", "Basic", "not base64"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(node, "/dashboard/DashboardCounters"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, "/dashboard/", "Bearer", "t0k"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, "/dashboard/", "Basic", Basic("u", "p")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, "/dashboard/DashboardCounters", "Bearer", "t0k"));
    }

    [Fact]
    public async Task The_operations_page_and_its_data_open_to_credentials_only_on_a_silo_as_on_a_gateway()
    {
        await using var cluster = await ProcessCluster.StartAsync(
            silos: 1, gateways: 1, new Dictionary<string, string> { [s_port.Name] = s_port.Value, ["operations.token"] = "t0k" });
        foreach (var node in new[] { cluster.Silos[0], cluster.Gateways[0] })
        {
            foreach (var path in new[] { "/operations/", "/operations/page.js", "/operations/data/cluster", "/operations/data/groups" })
            {
                Assert.Equal((path, HttpStatusCode.Unauthorized), (path, await StatusAsync(node, path)));
                Assert.Equal((path, HttpStatusCode.OK), (path, await StatusAsync(node, path, "Bearer", "t0k")));
            }
        }
    }

    [Fact]
    public async Task The_address_of_the_port_leads_to_the_operations_page()
    {
        await using var node = await StartAloneAsync(("operations.authentication", "none"));
        using var response = await _http.GetAsync(node.OperationsAddress);
        Assert.Equal(new Uri(node.OperationsAddress, "/operations/"), response.RequestMessage!.RequestUri);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_dashboard_is_open_where_the_settings_say_so()
    {
        await using var node = await StartAloneAsync(("operations.authentication", "none"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, "/dashboard/"));
    }

    private static string Basic(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    // A cluster of one, without a database.
    private static Task<ClusterNode> StartAloneAsync(params (string, string)[] settings) =>
        ClusterNode.StartAsync(ProcessRole.All, "alone", [s_port, .. settings], inMemory: true);

    private async Task<HttpStatusCode> StatusAsync(ClusterNode node, string path, string? scheme = null, string? credentials = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.OperationsAddress, path));
        if (scheme is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, credentials);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }
}
