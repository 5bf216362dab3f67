using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Configs;

/// <summary>Whose settings a request may change.</summary>
internal static class AlterationTargets
{
    /// <summary>Why the resource's settings cannot be changed, whatever they are; null where its actor decides.</summary>
    public static async ValueTask<(ErrorCode Error, string Message)?> RefuseAsync(
        this TopicView topics, ConfigResourceType type, string name, int times, CancellationToken cancellationToken)
    {
        if (times > 1)
        {
            return (ErrorCode.InvalidRequest, "Each resource must appear at most once.");
        }

        switch (type)
        {
            case ConfigResourceType.Topic when name.Length == 0:
                return (ErrorCode.InvalidRequest, "Topics have no default resource.");
            case ConfigResourceType.Topic:
                return await topics.FindAsync(name, cancellationToken) is null
                    ? (ErrorCode.UnknownTopicOrPartition, $"The topic '{name}' does not exist.")
                    : null;
            case ConfigResourceType.Broker or ConfigResourceType.ClientMetrics or ConfigResourceType.Group:
                return null;
            case ConfigResourceType.BrokerLogger:
                return (ErrorCode.InvalidRequest, "The levels of loggers cannot be changed while the broker runs.");
            default:
                return (ErrorCode.InvalidRequest, $"Unknown resource type {(sbyte)type}");
        }
    }
}
