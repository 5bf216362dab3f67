using System.Net.Sockets;
using KafkaGateway.Protocol;

namespace KafkaGateway.Shared.Load;

/// <summary>A connection that outlives gateways: where the one is gone the next is tried, until one answers.</summary>
/// <param name="addresses">All gateways.</param>
/// <param name="first">Which of them to begin with.</param>
internal sealed class ClusterClient(IReadOnlyList<string> addresses, int first) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private int _at = first;
    private WireClient? _wire;

    /// <summary>A connection that was good a moment ago.</summary>
    public async Task<WireClient> ConnectAsync(CancellationToken cancellationToken)
    {
        while (_wire is null)
        {
            try
            {
                _wire = await WireClient.ConnectAsync(addresses[_at % addresses.Count]);
            }
            catch (SocketException)
            {
                _at++;
                await Task.Delay(Pause, cancellationToken);
            }
        }

        return _wire;
    }

    /// <summary>Gives the connection up; the next goes to another gateway.</summary>
    public async Task LoseAsync()
    {
        if (_wire is { } wire)
            await wire.DisposeAsync();
        _wire = null;
        _at++;
    }

    public async Task<bool> TrySendAsync(IKafkaMessage request, short version, CancellationToken cancellationToken)
    {
        try
        {
            await (await ConnectAsync(cancellationToken)).SendAsync(request, version);
            return true;
        }
        catch (Exception lost) when (lost is IOException or SocketException or ObjectDisposedException)
        {
            await LoseAsync();
            return false;
        }
    }

    /// <summary>The next answer; null where the connection is gone.</summary>
    public async Task<T?> TryReceiveAsync<T>(short api, short version)
        where T : class, IKafkaMessage
    {
        if (_wire is not null && await _wire.ReceiveFrameAsync() is { } frame)
            return (T)WireClient.Decode(KafkaApis.Find(api)!, version, frame, out _);
        await LoseAsync();
        return null;
    }

    /// <summary>An answer; null where the connection was lost before it came.</summary>
    public async Task<T?> TryCallAsync<T>(short api, IKafkaMessage request, short version, CancellationToken cancellationToken)
        where T : class, IKafkaMessage =>
        await TrySendAsync(request, version, cancellationToken) ? await TryReceiveAsync<T>(api, version) : null;

    public async ValueTask DisposeAsync() => await LoseAsync();
}
