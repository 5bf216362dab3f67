using System.Threading.Channels;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Gateway.Connections;

/// <summary>
/// One client's session. Three loops pass the work on in one direction: frames are read ahead (which is also how a client that goes away
/// is noticed while its request waits), requests are started in order, answers are sent in order.
/// </summary>
internal sealed class Connection : IDisposable
{
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(1);
    private readonly ITransport _transport;
    private readonly Dispatcher _dispatcher;
    private readonly ILogger _logger;
    private readonly FrameReader _frames;
    private readonly ReplyWriter _replies;
    private readonly Channel<byte[]> _requests;
    private readonly CancellationTokenSource _aborted = new();
    private int _closing;

    public Connection(ITransport transport, ConnectionInfo info, Dispatcher dispatcher, ConnectionLimits limits, ILogger logger)
    {
        _transport = transport;
        _dispatcher = dispatcher;
        _logger = logger;
        Info = info;
        _frames = new FrameReader(transport, limits.MaxFrameBytes);
        _replies = new ReplyWriter(transport, limits.MaxInFlightRequests);
        _requests = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });
        LastActive = Environment.TickCount64;
    }

    public ConnectionInfo Info { get; }

    /// <summary>When the last frame came, on the scale of <see cref="Environment.TickCount64"/>.</summary>
    public long LastActive { get; private set; }

    /// <summary>Serves the client until it leaves, misbehaves or is closed. Never throws.</summary>
    public async Task RunAsync()
    {
        var loops = new[] { GuardAsync(ReadAsync), GuardAsync(StartAsync), GuardAsync(WriteAsync) };
        await Task.WhenAll(loops);
        Dispose();
    }

    /// <summary>Ends the connection at once; answers not sent are lost, as when the network fails.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0)
        {
            _aborted.Cancel();
            _transport.Dispose();
        }
    }

    /// <summary>Takes no more requests, answers those that were read, then closes.</summary>
    public void Finish() => _requests.Writer.TryComplete();

    public void Dispose()
    {
        Abort();
        _replies.Dispose();
        _aborted.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _frames.ReadAsync(_aborted.Token) is { } frame)
        {
            LastActive = Environment.TickCount64;
            if (!_requests.Writer.TryWrite(frame) && !await WriteWhenThereIsRoomAsync(frame))
            {
                return;
            }
        }

        // The client has sent its last request. It may still read answers, but nothing may go on waiting on its behalf.
        _requests.Writer.TryComplete();
        _aborted.CancelAfter(FinishWithin);
    }

    private async ValueTask<bool> WriteWhenThereIsRoomAsync(byte[] frame)
    {
        while (await _requests.Writer.WaitToWriteAsync(_aborted.Token))
        {
            if (_requests.Writer.TryWrite(frame))
            {
                return true;
            }
        }

        return false;
    }

    private async Task WriteAsync()
    {
        await _replies.RunAsync(_aborted.Token);
        Abort();
    }

    private async Task StartAsync()
    {
        var pipelined = false;
        await foreach (var frame in _requests.Reader.ReadAllAsync(_aborted.Token))
        {
            var request = _dispatcher.Parse(frame);
            if (!(pipelined && request.Pipelined))
            {
                await _replies.DrainAsync();
            }

            pipelined = request.Pipelined;
            var answer = Dispatcher.Start(request, Info, _aborted.Token);
            await _replies.EnqueueAsync(new PendingReply(request.Served, answer), _aborted.Token);
        }

        _replies.Complete();
    }

    // Whatever ends one loop ends the connection; only its cause is worth a log line.
    private async Task GuardAsync(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (ProtocolException malformed)
        {
            ConnectionLog.Malformed(_logger, Info.Id, malformed.Message);
            Abort();
        }
        catch (RequestRefusedException refused)
        {
            ConnectionLog.Refused(_logger, Info.Id, refused.Message);
            Abort();
        }
        catch (Exception) when (_closing != 0)
        {
            // The consequence of an end that was already noted.
        }
        catch (Exception lost) when (lost is IOException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            ConnectionLog.Lost(_logger, Info.Id, lost.Message);
            Abort();
        }
        catch (Exception failure)
        {
            ConnectionLog.Failed(_logger, Info.Id, failure);
            Abort();
        }
    }
}
