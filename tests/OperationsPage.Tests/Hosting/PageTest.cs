using System.Net;
using System.Text.Json;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Standalone;

namespace KafkaGateway.OperationsPage.Tests.Hosting;

/// <summary>A test with a node in memory, a client of it, and its page.</summary>
public abstract class PageTest : IAsyncLifetime
{
    private ServedPage _page = null!;

    private protected KafkaNode Node { get; private set; } = null!;

    private protected WireClient Client { get; private set; } = null!;

    /// <summary>What the page knows of the lag of all groups; null for nothing.</summary>
    private protected virtual IConsumerLag? Lag => null;

    public async Task InitializeAsync()
    {
        Node = await KafkaNode.StartAsync(options => options.Settings["group.initial.rebalance.delay.ms"] = "0");
        Client = await ConnectAsync();
        _page = await ServedPage.StartAsync(Node, Lag);
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await Client.DisposeAsync();
        await Node.DisposeAsync();
    }

    private protected Task<WireClient> ConnectAsync() => WireClient.ConnectAsync(Node.BootstrapServers);

    /// <summary>Anything below the page's address.</summary>
    private protected Task<HttpResponseMessage> GetAsync(string path, string? ifNoneMatch = null) => _page.GetAsync(path, ifNoneMatch);

    /// <summary>Data that there is.</summary>
    private protected async Task<JsonElement> DataAsync(string path, params (string Name, string Value)[] query)
    {
        var (status, data) = await AskAsync(path, query);
        Assert.Equal(HttpStatusCode.OK, status);
        return data;
    }

    /// <summary>The status and the words of a refusal.</summary>
    private protected async Task<(HttpStatusCode Status, string? Error)> RefusalAsync(string path, params (string Name, string Value)[] query)
    {
        var (status, data) = await AskAsync(path, query);
        return (status, data.GetProperty("error").GetString());
    }

    private async Task<(HttpStatusCode, JsonElement)> AskAsync(string path, (string Name, string Value)[] query)
    {
        var asked = string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"));
        using var response = await GetAsync($"/data/{path}?{asked}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }
}
