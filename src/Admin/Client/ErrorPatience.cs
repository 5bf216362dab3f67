using KafkaGateway.Protocol;

namespace KafkaGateway.Admin.Client;

/// <summary>Which errors are worth another try.</summary>
internal static class ErrorPatience
{
    /// <summary>
    /// Whether the error may pass by itself. A producer waits for a topic that is unknown so far; an operator who mistyped its name should not.
    /// </summary>
    public static bool MayPass(this ErrorCode code) =>
        code.IsRetriable() && code is not (ErrorCode.UnknownTopicOrPartition or ErrorCode.UnknownTopicId or ErrorCode.ElectionNotNeeded);
}
