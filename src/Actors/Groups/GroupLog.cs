using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Groups;

/// <summary>What a group says to its operator.</summary>
internal static partial class GroupLog
{
    [LoggerMessage(2001, LogLevel.Information, "Group {GroupId} prepares to rebalance from generation {Generation}: {Reason}")]
    public static partial void Preparing(ILogger logger, string groupId, int generation, string reason);

    [LoggerMessage(2002, LogLevel.Information, "Group {GroupId} begins generation {Generation} with {Members} members")]
    public static partial void GenerationBegun(ILogger logger, string groupId, int generation, int members);

    [LoggerMessage(2003, LogLevel.Information, "Group {GroupId} lets go of member {MemberId}: {Reason}")]
    public static partial void MemberRemoved(ILogger logger, string groupId, string memberId, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Group {GroupId} could not be stored")]
    public static partial void StoringFailed(ILogger logger, string groupId, Exception cause);

    [LoggerMessage(2005, LogLevel.Warning, "Group {GroupId} has another owner; this one steps down")]
    public static partial void SteppedDown(ILogger logger, string groupId, Exception cause);

    [LoggerMessage(2006, LogLevel.Information, "Group {GroupId} forgot {Count} expired offsets")]
    public static partial void OffsetsExpired(ILogger logger, string groupId, int count);
}
