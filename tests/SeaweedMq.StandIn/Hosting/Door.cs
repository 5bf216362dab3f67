using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaGateway.SeaweedMq.StandIn.Hosting;

/// <summary>
/// A port on loopback. While it is shut, what connects is cut off at once: to a client that is a dead process, and nobody else can
/// take the port meanwhile.
/// </summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = [];
    private readonly ConcurrentDictionary<string, int> _calls = [];
    private readonly WebApplication _app;
    private volatile bool _isShut;

    private Door(int port, HttpProtocols protocols, Action<IServiceCollection> addServices)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            // As many as a broker's connection carries, and its windows.
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 16 << 20;
            kestrel.Limits.Http2.InitialStreamWindowSize = 16 << 20;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = protocols;
                listen.Use(next => connection => ServeAsync(connection, next));
            });
        });
        builder.Services.AddRouting();
        addServices(builder.Services);
        _app = builder.Build();
    }

    /// <summary>While it is closed, calls are accepted and nothing is answered.</summary>
    public Gate Answers { get; } = new();

    public int Port { get; private set; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>A door for a gRPC service, without TLS, on a free port where none is given.</summary>
    public static Task<Door> OpenAsync<TService>(TService service, int port = 0) where TService : class => OpenAsync(
        port,
        HttpProtocols.Http2,
        services =>
        {
            services.AddSingleton(service);
            services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (1 << 30, 1 << 30));
        },
        app => app.MapGrpcService<TService>());

    /// <summary>A door for plain HTTP.</summary>
    public static Task<Door> OpenAsync(RequestDelegate serve, int port = 0) =>
        OpenAsync(port, HttpProtocols.Http1, _ => { }, app => app.Run(serve));

    public int Calls(string method) => _calls.GetValueOrDefault(method);

    public void Shut()
    {
        _isShut = true;
        foreach (var connection in _connections.Values)
            connection.Abort();
    }

    public void Open() => _isShut = false;

    public void Break(string connectionId)
    {
        if (_connections.TryGetValue(connectionId, out var connection))
            connection.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        Shut();
        Answers.Open();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private static async Task<Door> OpenAsync(
        int port, HttpProtocols protocols, Action<IServiceCollection> addServices, Action<WebApplication> map)
    {
        var door = new Door(port, protocols, addServices);
        door._app.Use(door.CountAsync);
        map(door._app);
        await door._app.StartAsync();
        var addresses = door._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        door.Port = new Uri(addresses.Addresses.Single()).Port;
        return door;
    }

    private async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value!;
        var isGrpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        _calls.AddOrUpdate(isGrpc ? path[(path.LastIndexOf('/') + 1)..] : context.Request.Method, 1, (_, calls) => calls + 1);
        await Answers.PassAsync(context.RequestAborted);
        await next(context);
    }

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _connections[connection.ConnectionId] = connection;
        try
        {
            if (_isShut)
                connection.Abort();
            else
                await next(connection);
        }
        finally
        {
            _connections.TryRemove(connection.ConnectionId, out _);
        }
    }
}
