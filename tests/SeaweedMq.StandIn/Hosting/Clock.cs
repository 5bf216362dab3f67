using System.Globalization;

namespace KafkaGateway.SeaweedMq.StandIn.Hosting;

/// <summary>Time as SeaweedFS counts it: nanoseconds since 1970.</summary>
internal static class Clock
{
    public static long NowNs(this TimeProvider time) => time.GetUtcNow().ToUnixNs();

    public static long ToUnixNs(this DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    public static long ToNs(this TimeSpan span) => span.Ticks * 100;

    /// <summary>The name that log files and generations carry: the second, in UTC.</summary>
    public static string SecondOf(long unixNs) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNs / 100).ToString("yyyy-MM-dd-HH-mm-ss", CultureInfo.InvariantCulture);
}
