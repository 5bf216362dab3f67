namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// A stream that has begun: the first of its two barriers says where this owner begins, the second has the broker write out the first. Nothing
/// that it sends is in an earlier file than the second is.
/// </summary>
internal sealed record BrokerSession(BrokerStream Stream, BrokerMessage Barrier, int FirstFile)
{
    /// <summary>Null where the stream broke before.</summary>
    public static async Task<BrokerSession?> BeginAsync(SimulatedBroker broker, OwnerLife life, long term)
    {
        var stream = broker.Open(life);
        var barrier = new BrokerMessage(term);
        _ = stream.SendAsync(barrier);
        var begun = await life.AwaitAsync(stream.SendAsync(new BrokerMessage(term, isLate: true)));
        return begun is null ? null : new BrokerSession(stream, barrier, begun.File);
    }
}
