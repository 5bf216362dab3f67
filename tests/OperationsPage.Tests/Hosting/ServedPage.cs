using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Standalone;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.OperationsPage.Tests.Hosting;

/// <summary>The page of a node, served by Kestrel on a free port, and a client that follows no redirect.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _http;

    private ServedPage(WebApplication server)
    {
        _server = server;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Urls.Single()) };
    }

    /// <param name="node">Whose page.</param>
    /// <param name="lag">What the page knows of the lag of all groups; null for nothing.</param>
    public static async Task<ServedPage> StartAsync(KafkaNode node, IConsumerLag? lag)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(node.Actors).AddSingleton<IClusterMap>(new SiloNames(node)).AddOperationsPage();
        if (lag is not null)
            builder.Services.AddSingleton(lag);
        var server = builder.Build();
        server.MapOperationsPage("/operations");
        await server.StartAsync();
        return new ServedPage(server);
    }

    /// <summary>Anything below the page's address.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string? ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/operations{path}");
        if (ifNoneMatch is not null)
            request.Headers.IfNoneMatch.ParseAdd(ifNoneMatch);
        return await _http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}
