using Microsoft.Extensions.Logging;

namespace KafkaGateway.Actors.Topics;

internal static partial class TopicLogMessages
{
    [LoggerMessage(3101, LogLevel.Warning, "Others have a topic {Topic} in the storage too; it cannot be seen while this cluster has one of that name")]
    public static partial void ForeignTopicHidden(ILogger logger, string topic);

    [LoggerMessage(3102, LogLevel.Warning, "The topics that others have in the storage cannot be listed now; those last seen stay: {Reason}")]
    public static partial void ForeignTopicsNotListed(ILogger logger, string reason);
}
