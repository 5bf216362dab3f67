using KafkaGateway.Grains.Cluster;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Doors;

/// <summary>
/// Ends calls that a silo took with it. Orleans does that only in silos, and only for calls that went straight to the one that is gone: a gateway is
/// not told what becomes of the silo behind the one it is connected with, and would wait until the call's time is up, which for a join is weeks.
/// </summary>
internal sealed class LostCalls(SiloLosses losses) : IOutgoingGrainCallFilter
{
    private const string Ours = "KafkaGateway.";

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var call = context.Invoke();
        if (call.IsCompleted || !context.InterfaceName.StartsWith(Ours, StringComparison.Ordinal))
        {
            await call;
            return;
        }

        var lost = losses.Next;
        try
        {
            await call.WaitAsync(lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !call.IsCompleted)
        {
            call.Ignore();
            throw new SiloUnavailableException($"A silo went, and nobody answered {context.MethodName}");
        }
    }
}
