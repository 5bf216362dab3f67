using System.Threading.Channels;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Connections;

/// <summary>
/// Answers in the order of the requests. Answers that are ready together are sent together; a client that does not read its answers soon
/// has its requests left unread, because the queue is bounded.
/// </summary>
internal sealed class ReplyWriter(ITransport transport, int maxPending, AnswerMemory memory) : IDisposable
{
    private const int CoalesceBytes = 64 * 1024;

    private readonly Channel<PendingReply> _queue = Channel.CreateBounded<PendingReply>(
        new BoundedChannelOptions(maxPending) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });

    private readonly KafkaWriter _writer = new();
    private readonly Lock _gate = new();
    private int _pending;
    private TaskCompletionSource? _drained;

    /// <summary>Gives an answer its place, waiting while too many are under way.</summary>
    public ValueTask EnqueueAsync(PendingReply reply, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _pending++;
        }

        return _queue.Writer.TryWrite(reply) ? default : _queue.Writer.WriteAsync(reply, cancellationToken);
    }

    /// <summary>Completes when every answer given a place so far has been sent. Where sending has failed only the token ends the wait.</summary>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _pending == 0
                ? Task.CompletedTask
                : (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>No more answers will come.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Sends until completed and empty. Throws what a handler threw: the connection is then to be closed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _queue.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_queue.Reader.TryRead(out var reply))
            {
                var taken = 1;
                Encode(reply.Request, await reply.Answer);
                while (_writer.Length < CoalesceBytes && _queue.Reader.TryPeek(out reply) && reply.Answer.IsCompletedSuccessfully)
                {
                    _queue.Reader.TryRead(out reply);
                    Encode(reply.Request, reply.Answer.Result);
                    taken++;
                }

                await SendAsync(cancellationToken);
                MarkSent(taken);
            }
        }
    }

    public void Dispose() => _writer.Dispose();

    private void Encode(ServedRequest request, IKafkaMessage? answer)
    {
        if (answer is null)
        {
            RequestMeasure.Answered(request, []);
            return;
        }

        try
        {
            var frame = _writer.BeginFrame();
            new ResponseHeader { CorrelationId = request.CorrelationId }.Write(_writer, request.ResponseHeaderVersion);
            answer.Write(_writer, request.ApiVersion);
            _writer.EndFrame(frame);
            RequestMeasure.Answered(request, _writer.Errors);
        }
        catch (ProtocolException ours)
        {
            throw new InvalidOperationException($"the answer {answer.GetType().Name} cannot be written in version {request.ApiVersion}", ours);
        }
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var bytes = _writer.Length;
        if (bytes == 0)
        {
            return;
        }

        memory.Hold(bytes);
        try
        {
            await transport.SendAsync(_writer.GetPieces(), cancellationToken);
            _writer.Reset();
        }
        finally
        {
            memory.Release(bytes);
        }
    }

    private void MarkSent(int count)
    {
        TaskCompletionSource? drained = null;
        lock (_gate)
        {
            _pending -= count;
            if (_pending == 0)
            {
                (drained, _drained) = (_drained, null);
            }
        }

        drained?.TrySetResult();
    }
}
