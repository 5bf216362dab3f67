using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Groups;

/// <summary>Where offsets are moved to.</summary>
internal abstract record ResetTarget
{
    /// <summary>To the first record from a time on, or to an end of the log.</summary>
    public sealed record Time(long Timestamp) : ResetTarget;

    /// <summary>To an offset, the same in every partition.</summary>
    public sealed record Offset(long Value) : ResetTarget;

    /// <summary>Away from what is committed, by so many records.</summary>
    public sealed record Shift(long Records) : ResetTarget;

    /// <summary>To what a file says.</summary>
    public sealed record File(IReadOnlyList<ResetFileLine> Lines) : ResetTarget;
}
