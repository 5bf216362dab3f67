namespace KafkaGateway.Storage.Postgres;

/// <summary>Kafka's milliseconds since 1970 as PostgreSQL's timestamps and back; what clients make up beyond the year 9999 is cut.</summary>
internal static class PostgresTime
{
    private static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly long EarliestMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    public static DateTime FromMs(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, EarliestMs, LatestMs)).UtcDateTime;

    public static long ToMs(DateTime time) => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
}
