using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Dispatch;

/// <summary>Serves one API: decodes a request body, does what it asks, gives back the answer.</summary>
internal interface IApi
{
    /// <summary>
    /// Everything before the first await runs before the next request of the connection is looked at, which is what keeps pipelined
    /// produce requests in order.
    /// </summary>
    /// <returns>The answer, or null where the protocol has none (Produce with acks 0).</returns>
    /// <exception cref="ProtocolException">The body is malformed.</exception>
    ValueTask<IKafkaMessage?> InvokeAsync(ref KafkaReader body, in RequestContext context);
}

/// <summary>The base of the handlers in Apis/, one a file.</summary>
internal abstract class Api<TRequest, TResponse> : IApi
    where TRequest : IKafkaMessage, new()
    where TResponse : class, IKafkaMessage
{
    public ValueTask<IKafkaMessage?> InvokeAsync(ref KafkaReader body, in RequestContext context)
    {
        var request = new TRequest();
        request.Read(ref body, context.ApiVersion);
        var handling = HandleAsync(request, context);
        return handling.IsCompletedSuccessfully ? new(handling.Result) : AwaitAsync(handling);

        static async ValueTask<IKafkaMessage?> AwaitAsync(ValueTask<TResponse?> handling) => await handling;
    }

    /// <summary>Does what the request asks. Kafka errors go into the answer; an exception closes the connection.</summary>
    protected abstract ValueTask<TResponse?> HandleAsync(TRequest request, RequestContext context);
}
