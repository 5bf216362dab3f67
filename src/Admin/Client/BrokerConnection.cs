using System.Collections.Concurrent;
using System.Net.Sockets;
using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Client;

/// <summary>A connection to one broker. Any number of calls may be under way; answers find their requests by correlation id.</summary>
internal sealed class BrokerConnection : IDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<ReadOnlyMemory<byte>>> _waiting = new();
    private ConnectionFailedException? _failure;
    private int _correlationId;

    private BrokerConnection(BrokerAddress address, TcpClient tcp)
    {
        Address = address;
        _tcp = tcp;
        _stream = tcp.GetStream();
        _ = ReceiveAllAsync();
    }

    public BrokerAddress Address { get; }

    /// <summary>Whether it still takes calls.</summary>
    public bool IsOpen => _failure is null;

    /// <summary>What the broker serves, by API key.</summary>
    public IReadOnlyDictionary<short, VersionSpan> Served { get; private set; } = new Dictionary<short, VersionSpan>();

    /// <summary>Connects, and learns what the broker serves.</summary>
    /// <exception cref="ConnectionFailedException">It cannot be reached within the time, or is no Kafka broker.</exception>
    public static async Task<BrokerConnection> OpenAsync(BrokerAddress address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(address.Host, address.Port, cancellationToken).AsTask().WaitAsync(timeout, cancellationToken);
            var connection = new BrokerConnection(address, tcp);
            connection.Served = await VersionsServed.AskAsync(connection, timeout, cancellationToken);
            return connection;
        }
        catch (Exception failure)
        {
            tcp.Dispose();
            throw failure switch
            {
                SocketException => new ConnectionFailedException(address, failure.Message, failure),
                TimeoutException => new ConnectionFailedException(address, $"no connection within {timeout.TotalMilliseconds:0} ms", failure),
                _ => failure,
            };
        }
    }

    /// <summary>The highest version of an API that both sides know.</summary>
    /// <exception cref="AdminException">There is none.</exception>
    public short VersionOf(KafkaApi api) => Served.TryGetValue(api.Key, out var served)
        ? KnownVersions.Common(api, served) ?? throw new AdminException(
            $"broker {Address} serves {api.Name} {served.Lowest}-{served.Highest}, "
            + $"and this client knows {KnownVersions.Of(api).Lowest}-{KnownVersions.Of(api).Highest}")
        : throw new AdminException($"broker {Address} does not serve {api.Name}");

    public async Task<IKafkaMessage> CallAsync(KafkaApi api, IKafkaMessage request, short version, TimeSpan timeout, CancellationToken cancellationToken) =>
        Decode(api, version, await ExchangeAsync(api, request, version, timeout, cancellationToken));

    /// <summary>Sends a request and gives the octets of its answer.</summary>
    public async Task<ReadOnlyMemory<byte>> ExchangeAsync(
        KafkaApi api, IKafkaMessage request, short version, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _correlationId);
        var answer = _waiting[id] = new TaskCompletionSource<ReadOnlyMemory<byte>>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await WriteAsync(Frames.Encode(api, request, version, id), cancellationToken);
            return await answer.Task.WaitAsync(timeout, cancellationToken);
        }
        catch (TimeoutException timedOut)
        {
            // Whatever it is busy with, later requests would wait behind this one.
            throw Fail($"no answer to {api.Name} within {timeout.TotalMilliseconds:0} ms", timedOut);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Sends a request that gets no answer.</summary>
    public Task SendAsync(KafkaApi api, IKafkaMessage request, short version, CancellationToken cancellationToken) =>
        WriteAsync(Frames.Encode(api, request, version, Interlocked.Increment(ref _correlationId)), cancellationToken);

    public IKafkaMessage Decode(KafkaApi api, short version, ReadOnlyMemory<byte> frame)
    {
        try
        {
            return Frames.Decode(api, version, frame);
        }
        catch (ProtocolException malformed)
        {
            throw new AdminException($"broker {Address}: its answer to {api.Name} {version} cannot be read: {malformed.Message}", malformed);
        }
    }

    public void Dispose() => Fail("the connection is closed");

    private async Task WriteAsync(byte[] frame, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // A failure that came before this request was put down would not be told to it.
            if (_failure is { } failure)
                throw failure;
            await _stream.WriteAsync(frame, _closed.Token);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            throw Fail(failure.Message, failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReceiveAllAsync()
    {
        try
        {
            while (true)
            {
                var frame = await Frames.ReadAsync(_stream, _closed.Token);
                if (_waiting.TryRemove(Frames.CorrelationId(frame), out var answer))
                    answer.TrySetResult(frame);
            }
        }
        catch (EndOfStreamException ended)
        {
            Fail("it closed the connection", ended);
        }
        catch (Exception failure)
        {
            Fail(failure.Message, failure);
        }
    }

    private ConnectionFailedException Fail(string why, Exception? cause = null)
    {
        var failure = new ConnectionFailedException(Address, why, cause);
        if (Interlocked.CompareExchange(ref _failure, failure, null) is { } earlier)
            return earlier;
        _closed.Cancel();
        _tcp.Dispose();
        foreach (var id in _waiting.Keys)
        {
            if (_waiting.TryRemove(id, out var answer))
                answer.TrySetException(failure);
        }

        return failure;
    }
}
