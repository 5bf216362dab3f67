using System.Globalization;

namespace KafkaGateway.SeaweedMq.Filer;

/// <summary>The names of log files: the second, in UTC, of their first message's timestamp. They sort by time.</summary>
internal static class LogFileName
{
    private const string Format = "yyyy-MM-dd-HH-mm-ss";

    public static int Length => Format.Length;

    public static string Of(long timestampNs) =>
        DateTimeOffset.FromUnixTimeSeconds(timestampNs / 1_000_000_000).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>ms since 1970.</summary>
    public static long ToUnixTimeMs(string name) => new DateTimeOffset(
        DateTime.ParseExact(name, Format, CultureInfo.InvariantCulture, DateTimeStyles.None), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
