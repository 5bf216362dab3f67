namespace KafkaGateway.SeaweedMq.Tests.Support;

/// <summary>The system's time, but for the date, which a test puts on so that messages come into files of other names.</summary>
internal sealed class HastyTime : TimeProvider
{
    private TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
