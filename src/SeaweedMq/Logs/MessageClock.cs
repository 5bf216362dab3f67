namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>The timestamps of messages, ns since 1970. They rise, as the broker wants it, and set the names of log files.</summary>
internal sealed class MessageClock(TimeProvider time)
{
    private long _last;

    public long Next(long atLeast = 0) => _last = Math.Max(Math.Max(_last + 1, atLeast), time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000);
}
