namespace KafkaGateway.Protocol.Records;

/// <summary>How far a record's timestamp may lie from the broker's clock (KIP-937).</summary>
internal static class TimestampRules
{
    private const long NoTimestamp = -1;

    public static bool Allows(long timestamp, BatchRules rules, long nowMs)
    {
        if (timestamp == NoTimestamp || rules.TimestampType == TimestampType.LogAppendTime)
            return true;
        // 128 bits, because a hostile timestamp may be anything.
        var age = (Int128)nowMs - timestamp;
        return age <= rules.TimestampBeforeMaxMs && -age <= rules.TimestampAfterMaxMs;
    }

    public static string Explain(long timestamp, BatchRules rules, long nowMs) =>
        $"Timestamp {timestamp} is out of range: it must lie within [{(Int128)nowMs - rules.TimestampBeforeMaxMs}, {(Int128)nowMs + rules.TimestampAfterMaxMs}]";
}
