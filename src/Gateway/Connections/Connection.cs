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
    private static readonly TimeSpan LingerFor = TimeSpan.FromMilliseconds(500);
    private readonly ITransport _transport;
    private readonly Dispatcher _dispatcher;
    private readonly ILogger _logger;
    private readonly FrameReader _frames;
    private readonly ReplyWriter _replies;
    private readonly Channel<Frame> _requests;
    private readonly CancellationTokenSource _aborted = new();
    private readonly CancellationTokenSource _hurry;
    private int _closed;

    public Connection(ITransport transport, ConnectionInfo info, Dispatcher dispatcher, ConnectionLimits limits, ILogger logger)
    {
        _transport = transport;
        _dispatcher = dispatcher;
        _logger = logger;
        Info = info;
        _hurry = CancellationTokenSource.CreateLinkedTokenSource(_aborted.Token);
        _frames = new FrameReader(transport, limits.MaxFrameBytes, limits.Memory, Evict);
        _replies = new ReplyWriter(transport, limits.MaxInFlightRequests, limits.Answers);
        _requests = Channel.CreateBounded<Frame>(
            new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });
        LastActive = Environment.TickCount64;
    }

    public ConnectionInfo Info { get; }

    /// <summary>When the last frame came, on the scale of <see cref="Environment.TickCount64"/>.</summary>
    public long LastActive { get; private set; }

    /// <summary>Serves the client until it leaves, misbehaves or is closed. Never throws.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(GuardAsync(ReadAsync), GuardAsync(StartAsync), GuardAsync(WriteAsync));
        Dispose();
    }

    /// <summary>Ends the connection at once; answers not sent are lost, as when the network fails.</summary>
    public void Abort() => TryClose();

    /// <summary>Takes no more requests, answers those that were read without waiting for anything to happen, then closes.</summary>
    public void Finish()
    {
        _requests.Writer.TryComplete();
        _hurry.Cancel();
    }

    // The sources of cancellation are not disposed of: Abort and Finish may come from another thread at any time.
    public void Dispose()
    {
        TryClose();
        _replies.Dispose();
        while (_requests.Reader.TryRead(out var frame))
        {
            frame.Dispose();
        }
    }

    private bool TryClose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return false;
        }

        _aborted.Cancel();
        _transport.Dispose();
        return true;
    }

    private void Evict()
    {
        if (TryClose())
        {
            ConnectionLog.Evicted(_logger, Info.Id);
        }
    }

    private async Task ReadAsync()
    {
        while (await _frames.ReadAsync(_aborted.Token) is { } frame)
        {
            LastActive = Environment.TickCount64;
            if (!_requests.Writer.TryWrite(frame))
            {
                await WriteWhenThereIsRoomAsync(frame);
            }
        }

        // The client has sent its last request. It may still read answers, but nothing may go on waiting on its behalf.
        Finish();
        _aborted.CancelAfter(FinishWithin);
    }

    // Once no more requests are taken, what still comes is read and thrown away until the client has its answers and leaves: closing a
    // socket with octets unread makes the system drop answers that it has not yet delivered.
    private async ValueTask WriteWhenThereIsRoomAsync(Frame frame)
    {
        var written = false;
        try
        {
            while (!written && await _requests.Writer.WaitToWriteAsync(_aborted.Token))
            {
                written = _requests.Writer.TryWrite(frame);
            }
        }
        finally
        {
            if (!written)
            {
                frame.Dispose();
            }
        }
    }

    private async Task StartAsync()
    {
        var pipelined = false;
        await foreach (var frame in _requests.Reader.ReadAllAsync(_aborted.Token))
        {
            try
            {
                var request = _dispatcher.Parse(frame.Octets);
                if (!(pipelined && request.Pipelined))
                {
                    await _replies.DrainAsync(_aborted.Token);
                }

                pipelined = request.Pipelined;
                var (answer, started) = Dispatcher.Start(request, Info, _aborted.Token, _hurry.Token);
                answer = frame.Share is null ? answer : ReturnShareAsync(frame.Share, answer);
                await _replies.EnqueueAsync(new PendingReply(request.Served, answer), _aborted.Token);
                if (!started.IsCompleted)
                    await started.WaitAsync(_aborted.Token);
            }
            catch
            {
                frame.Dispose();
                throw;
            }
        }

        _replies.Complete();
    }

    private static async ValueTask<IKafkaMessage?> ReturnShareAsync(RequestShare share, ValueTask<IKafkaMessage?> answer)
    {
        using (share)
        {
            return await answer;
        }
    }

    private async Task WriteAsync()
    {
        await _replies.RunAsync(_aborted.Token);
        _transport.EndSending();
        _aborted.CancelAfter(LingerFor);
    }

    // Whatever ends one loop ends the connection; what ends the others then is only the consequence.
    private async Task GuardAsync(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (Exception cause)
        {
            if (TryClose())
            {
                ConnectionLog.Ended(_logger, Info.Id, cause);
            }
        }
    }
}
