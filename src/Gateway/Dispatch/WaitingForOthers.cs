namespace KafkaGateway.Gateway.Dispatch;

/// <summary>Calls that wait for other clients, which a node that stops does not: they are told to ask again.</summary>
internal static class WaitingForOthers
{
    /// <summary>The call's answer, or <paramref name="askAgain"/> where the node stopped first.</summary>
    public static async ValueTask<T> AnswerAsync<T>(ValueTask<T> call, Func<T> askAgain, RequestContext context)
    {
        try
        {
            return await call;
        }
        catch (OperationCanceledException) when (context.Hurry.IsCancellationRequested && !context.Aborted.IsCancellationRequested)
        {
            return askAgain();
        }
    }
}
