namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>The timestamps of messages, ns since 1970. They rise, as the broker wants it, and set the names of log files.</summary>
internal sealed class MessageClock(TimeProvider time, long afterNs)
{
    /// <summary>The last one given.</summary>
    public long Last { get; private set; } = afterNs;

    public long Next() => Last = Math.Max(Last + 1, Now(time));

    /// <summary>The next one is to be no earlier than that.</summary>
    public long Next(long atLeast) => Last = Math.Max(Last + 1, atLeast);

    /// <summary>
    /// One so much later that the broker begins a new window with the message that has it, and therefore writes out the last one.
    /// </summary>
    public static long Leap(long afterNs, TimeProvider time, TimeSpan flushInterval) =>
        Math.Max(afterNs, Now(time)) + (long)(flushInterval + TimeSpan.FromSeconds(1)).TotalNanoseconds;

    private static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
}
