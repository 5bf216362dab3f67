using KafkaGateway.Protocol.Generator.Model;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>Conditions on the variable "version".</summary>
internal static class Versions
{
    /// <summary>That the version is in the range, given that it is in the parent's; "" where that is always so.</summary>
    public static string In(VersionRange range, VersionRange parent)
    {
        if (range.Low == range.High && parent.Low != parent.High)
            return $"version == {range.Low}";
        var low = range.Low > parent.Low ? $"version >= {range.Low}" : "";
        var high = range.High < parent.High ? $"version <= {range.High}" : "";
        return low.Length > 0 && high.Length > 0 ? $"{low} && {high}" : low + high;
    }

    /// <summary>The negation of a condition that <see cref="In"/> gave.</summary>
    public static string Not(string condition) => condition.Contains("&&") ? $"!({condition})" : condition switch
    {
        _ when condition.Contains(">=") => condition.Replace(">=", "<"),
        _ when condition.Contains("<=") => condition.Replace("<=", ">"),
        _ => condition.Replace("==", "!="),
    };

    public static string And(string left, string right) =>
        left.Length == 0 ? right : right.Length == 0 ? left : $"{left} && {right}";

    /// <summary>Whether the version is flexible: true, false or the variable "flexible".</summary>
    public static string Flexible(VersionRange versions, int firstFlexible) =>
        versions.Low >= firstFlexible ? "true" : versions.High < firstFlexible ? "false" : "flexible";

    /// <summary>Words for the documentation.</summary>
    public static string Describe(VersionRange range, VersionRange all) =>
        range == all ? "" : range.High == all.High ? $"versions {range.Low}+" : range.Low == range.High ? $"version {range.Low}" : $"versions {range}";
}
