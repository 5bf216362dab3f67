using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Topics;

/// <summary>Creates a topic with default settings because a client asked for its metadata (auto.create.topics.enable).</summary>
internal sealed class TopicCreation(IActors actors, TopicView topics, BrokerSettings settings)
{
    public bool IsEnabled => settings[BrokerConfigs.AutoCreateTopicsEnable];

    /// <summary>Why there is no topic of that name: because there cannot be one, or because nobody has created it.</summary>
    public async ValueTask<ErrorCode> ExplainAbsenceAsync(string name, CancellationToken cancellationToken)
    {
        var result = await CreateAsync(name, validateOnly: true, cancellationToken);
        return result == ErrorCode.InvalidTopicException ? result : ErrorCode.UnknownTopicOrPartition;
    }

    /// <summary>The new topic, or the one that somebody else created in the meantime, or null and why not.</summary>
    public async ValueTask<(TopicCatalogEntry? Topic, ErrorCode Error)> CreateAsync(string name, CancellationToken cancellationToken)
    {
        var error = await CreateAsync(name, validateOnly: false, cancellationToken);
        if (error is not (ErrorCode.None or ErrorCode.TopicAlreadyExists))
        {
            return (null, error);
        }

        var created = (await topics.RefreshAsync(cancellationToken)).Find(name);
        return (created, created is null ? ErrorCode.LeaderNotAvailable : ErrorCode.None);
    }

    private async ValueTask<ErrorCode> CreateAsync(string name, bool validateOnly, CancellationToken cancellationToken)
    {
        var topic = new CreateTopicsRequest.CreatableTopic { Name = name, NumPartitions = -1, ReplicationFactor = -1 };
        return (await actors.Topic(name).CreateAsync(topic, validateOnly, cancellationToken)).ErrorCode;
    }
}
