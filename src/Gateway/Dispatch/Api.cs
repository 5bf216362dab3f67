using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Dispatch;

/// <summary>Serves one API: decodes a request body, does what it asks, gives back the answer.</summary>
internal interface IApi
{
    /// <summary>Starts. The next request of the connection is not looked at before it has started, which keeps pipelined produce requests in order.</summary>
    /// <exception cref="ProtocolException">The body is malformed.</exception>
    Invocation Invoke(ref KafkaReader body, in RequestContext context);
}

/// <summary>A request that is being served.</summary>
/// <param name="Answer">The answer, or null where the protocol has none (Produce with acks 0).</param>
/// <param name="Started">Completes when the request has its place in front of all later ones. Never fails: the answer does.</param>
internal readonly record struct Invocation(ValueTask<IKafkaMessage?> Answer, Task Started)
{
    /// <summary>One that had its place at once.</summary>
    public Invocation(ValueTask<IKafkaMessage?> answer) : this(answer, Task.CompletedTask) { }
}

/// <summary>The base of the handlers in Apis/, one a file.</summary>
internal abstract class Api<TRequest, TResponse> : IApi
    where TRequest : IKafkaMessage, new()
    where TResponse : class, IKafkaMessage
{
    public Invocation Invoke(ref KafkaReader body, in RequestContext context)
    {
        var request = new TRequest();
        request.Read(ref body, context.ApiVersion);
        var preparing = PrepareAsync(request, context);
        if (!preparing.IsCompletedSuccessfully)
            return InvokePrepared(preparing.AsTask(), request, context);
        var handling = HandleAsync(request, context);
        return new(handling.IsCompletedSuccessfully ? new(handling.Result) : AwaitAsync(handling));

        static async ValueTask<IKafkaMessage?> AwaitAsync(ValueTask<TResponse?> handling) => await handling;
    }

    private Invocation InvokePrepared(Task preparing, TRequest request, RequestContext context)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new(HandleAsync(), started.Task);

        async ValueTask<IKafkaMessage?> HandleAsync()
        {
            ValueTask<TResponse?> handling;
            try
            {
                await preparing;
                handling = this.HandleAsync(request, context);
            }
            finally
            {
                started.SetResult();
            }

            return await handling;
        }
    }

    /// <summary>What must be known before the request starts. Later requests of the connection wait for it.</summary>
    protected virtual ValueTask PrepareAsync(TRequest request, RequestContext context) => default;

    /// <summary>
    /// Does what the request asks. Everything before the first await runs before the next request of the connection is looked at. Kafka errors go
    /// into the answer; an exception closes the connection.
    /// </summary>
    protected abstract ValueTask<TResponse?> HandleAsync(TRequest request, RequestContext context);
}
