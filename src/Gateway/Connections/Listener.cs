using System.Net;
using System.Net.Sockets;
using KafkaGateway.Contracts.Cluster;
using KafkaGateway.Gateway.Dispatch;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Gateway.Connections;

/// <summary>One bound port. Accepts clients and hands them on.</summary>
internal sealed class Listener : IDisposable
{
    private const int Backlog = 1024;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ILogger _logger;

    private Listener(Socket socket, ListenerInfo info, ILogger logger)
    {
        _socket = socket;
        Info = info;
        _logger = logger;
    }

    public ListenerInfo Info { get; }

    /// <summary>Binds the port; clients can connect when this returns, and are accepted once <see cref="AcceptAsync"/> runs.</summary>
    /// <exception cref="IOException">The address cannot be bound; the message names it.</exception>
    public static Listener Bind(ListenerAddress address, ILogger logger)
    {
        var (name, listen, advertise) = address;
        var endpoint = listen.Resolve();
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen(Backlog);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on {listen}: {failure.Message}", failure);
        }

        var bound = (IPEndPoint)socket.LocalEndPoint!;
        var advertised = new AdvertisedListener(name, AdvertisedHost(listen, advertise, bound), AdvertisedPort(advertise, bound));
        ConnectionLog.Listening(logger, bound.Address.ToString(), bound.Port, advertised.Host, advertised.Port);
        return new Listener(socket, new ListenerInfo(bound, advertised), logger);
    }

    /// <summary>Accepts until stopped. While accepting fails, as with too many open files, it is tried again and again.</summary>
    public async Task AcceptAsync(Action<Socket, ListenerInfo> serve)
    {
        long? toldMs = null;
        using var spare = new SpareDescriptors();
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                if (!spare.TryHold())
                {
                    throw new IOException("no file descriptors are left");
                }

                var client = await _socket.AcceptAsync(_stopped.Token);
                HandOn(client, serve);
            }
            catch (Exception) when (_stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                spare.GiveUp();
                if (toldMs is null || Environment.TickCount64 - toldMs > TellEvery.TotalMilliseconds)
                {
                    toldMs = Environment.TickCount64;
                    ConnectionLog.AcceptFails(_logger, Info.BoundTo.ToString(), failure.Message);
                }

                await Task.Delay(RetryAfter, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // The source of cancellation is not disposed of: accepting may be about to look at it.
    public void Dispose()
    {
        _stopped.Cancel();
        _socket.Dispose();
    }

    private void HandOn(Socket client, Action<Socket, ListenerInfo> serve)
    {
        try
        {
            client.NoDelay = true;
            serve(client, Info);
        }
        catch (SocketException)
        {
            // A client that has gone by the time that it is looked at.
            client.Dispose();
        }
    }

    // Nobody can connect to "any address", so where nothing else is said this machine's name for itself stands for it.
    private static string AdvertisedHost(ListenEndpoint listen, ListenEndpoint? advertise, IPEndPoint bound) =>
        advertise is { Host.Length: > 0 } ? advertise.Host
        : bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName()
        : listen.Host;

    private static int AdvertisedPort(ListenEndpoint? advertise, IPEndPoint bound) => advertise is { Port: > 0 } ? advertise.Port : bound.Port;
}
