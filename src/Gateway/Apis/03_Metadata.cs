using KafkaGateway.Contracts;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists nodes, topics and partition leaders, and creates topics that do not exist where the request and the settings allow it.
/// <para>
/// Versions: 0 asks for all topics with an empty list, 1 and up with null; 1 adds the controller and racks; 2 the cluster id; 4 lets the
/// client forbid auto-creation; 5 offline replicas; 7 leader epochs; 8 authorized operations; 9 is flexible; 10 topic ids; 11 drops the
/// cluster's authorized operations; 12 asks by topic id; 13 adds a top-level error.
/// </para>
/// </summary>
internal sealed class Metadata(GatewayServices services) : Api<MetadataRequest, MetadataResponse>
{
    private const short FirstWithNullForAll = 1;
    private const short FirstWithAutoCreationFlag = 4;
    private const short FirstByTopicId = 12;

    protected override async ValueTask<MetadataResponse?> HandleAsync(MetadataRequest request, RequestContext context)
    {
        var nodes = services.Cluster.ReachableFrom(context);
        var response = new MetadataResponse
        {
            ClusterId = services.Cluster.ClusterId,
            ControllerId = nodes.DoorTo(services.Cluster.ControllerId),
        };
        foreach (var node in nodes.All)
        {
            response.Brokers.Add(new() { NodeId = node.Id, Host = node.Host, Port = node.Port, Rack = node.Rack });
        }

        var forAll = request.Topics is null || (context.ApiVersion < FirstWithNullForAll && request.Topics.Count == 0);
        if (forAll)
        {
            response.Topics.AddRange(services.Topics.Current.Topics.Select(topic => Describe(topic, nodes, request)));
        }
        else
        {
            var mayCreate = (context.ApiVersion < FirstWithAutoCreationFlag || request.AllowAutoTopicCreation) && services.Creation.IsEnabled;
            foreach (var topic in request.Topics!)
            {
                response.Topics.Add(await FindAsync(topic, nodes, mayCreate, request, context));
            }
        }

        if (request.IncludeClusterAuthorizedOperations)
        {
            response.ClusterAuthorizedOperations = AuthorizedOperations.Cluster;
        }

        return response;
    }

    private async ValueTask<MetadataResponse.MetadataResponseTopic> FindAsync(
        MetadataRequest.MetadataRequestTopic asked, ReachableNodes nodes, bool mayCreate, MetadataRequest request, RequestContext context)
    {
        if (asked.Name is null)
        {
            // Versions 10 and 11 have room for what they cannot be asked: an id without a name, and no way to answer without one.
            if (context.ApiVersion < FirstByTopicId)
            {
                return new() { ErrorCode = ErrorCode.InvalidRequest, TopicId = asked.TopicId, Name = "" };
            }

            return await services.Topics.FindAsync(asked.TopicId, context.Aborted) is { } byId
                ? Describe(byId, nodes, request)
                : new() { ErrorCode = ErrorCode.UnknownTopicId, TopicId = asked.TopicId, Name = null };
        }

        if (await services.Topics.FindAsync(asked.Name, context.Aborted) is { } byName)
        {
            return Describe(byName, nodes, request);
        }

        var (created, error) = mayCreate
            ? await services.Creation.CreateAsync(asked.Name, context.Aborted)
            : (null, await services.Creation.ExplainAbsenceAsync(asked.Name, context.Aborted));
        return created is null ? new() { ErrorCode = error, Name = asked.Name } : Describe(created, nodes, request);
    }

    private MetadataResponse.MetadataResponseTopic Describe(TopicCatalogEntry topic, ReachableNodes nodes, MetadataRequest request)
    {
        var described = new MetadataResponse.MetadataResponseTopic
        {
            Name = topic.Name,
            TopicId = topic.TopicId,
            TopicAuthorizedOperations = request.IncludeTopicAuthorizedOperations ? AuthorizedOperations.Topic : AuthorizedOperations.NotAsked,
        };
        described.Partitions.Capacity = topic.PartitionCount;
        for (var index = 0; index < topic.PartitionCount; index++)
        {
            var leader = services.Cluster.LeaderOf(topic.Partition(index));
            var door = nodes.DoorTo(leader.NodeId);
            described.Partitions.Add(new()
            {
                PartitionIndex = index,
                LeaderId = door,
                LeaderEpoch = leader.LeaderEpoch,
                ReplicaNodes = [door],
                IsrNodes = [door],
            });
        }

        return described;
    }
}
