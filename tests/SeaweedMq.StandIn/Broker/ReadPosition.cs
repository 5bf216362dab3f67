namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>Where a subscriber is: before an offset, or behind a time once it has read from memory.</summary>
internal readonly record struct ReadPosition(long? Offset, long TsNs)
{
    public static ReadPosition At(long offset) => new(offset, 0);

    public static ReadPosition Behind(long tsNs) => new(null, tsNs);
}
