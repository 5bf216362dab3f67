using System.Collections.Frozen;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Grains.Messages;

/// <summary>
/// Every message that crosses between gateway and silo, with the number that names it on the wire and the version it is written in. Numbers are
/// never used again for anything else. A version is raised only when no process is left that does not read the next one; within a version
/// a message grows by tagged fields, which older processes skip.
/// </summary>
/// <param name="messages">What this process understands.</param>
internal sealed class RelayedMessages(IReadOnlyList<RelayedMessage> messages)
{
    private readonly FrozenDictionary<Type, RelayedMessage> _byType = messages.ToFrozenDictionary(message => message.Type);
    private readonly FrozenDictionary<uint, RelayedMessage> _byNumber = messages.ToFrozenDictionary(message => message.Number);

    /// <summary>What processes of this version understand.</summary>
    public static IReadOnlyList<RelayedMessage> All { get; } =
    [
        Of<AppendRequest>(1, 0),
        Of<AppendResponse>(2, 0),
        Of<ReadRequest>(3, 0),
        Of<ReadResponse>(4, 0),
        Of<FindOffsetRequest>(5, 0),
        Of<FindOffsetResponse>(6, 0),
        Of<EpochEndRequest>(7, 0),
        Of<EpochEndResponse>(8, 0),
        Of<TrimRequest>(9, 0),
        Of<TrimResponse>(10, 0),
        Of<PartitionDescription>(11, 0),
        Of<TopicDescription>(12, 0),
        Of<TopicCatalogView>(13, 0),
        Of<NodeHeartbeat>(14, 0),
        Of<NodesView>(15, 0),
        Of<ConfigTexts>(16, 0),
        Of<NameList>(17, 0),
        Of<OffsetWrite>(18, 0),
        Of<OffsetWriteResult>(19, 0),
        Of<StoredOffsets>(20, 0),

        Of<GroupCaller>(30, 0),
        Of<JoinGroupRequest>(31, 9),
        Of<JoinGroupResponse>(32, 9),
        Of<SyncGroupRequest>(33, 5),
        Of<SyncGroupResponse>(34, 5),
        Of<HeartbeatRequest>(35, 4),
        Of<HeartbeatResponse>(36, 4),
        Of<LeaveGroupRequest>(37, 5),
        Of<LeaveGroupResponse>(38, 5),
        Of<OffsetCommitRequest>(39, CommitVersion),
        Of<OffsetCommitResponse>(40, 9),
        Of<OffsetFetchRequest.OffsetFetchRequestGroup>(41, 9),
        Of<OffsetFetchResponse.OffsetFetchResponseGroup>(42, 9),
        Of<DescribeGroupsResponse.DescribedGroup>(43, 6),
        Of<DeleteGroupsResponse.DeletableGroupResult>(44, 3),
        Of<OffsetDeleteRequest>(45, 0),
        Of<OffsetDeleteResponse>(46, 0),
        Of<ListGroupsResponse>(47, 5),

        Of<CreateTopicsRequest.CreatableTopic>(60, 7),
        Of<CreateTopicsResponse.CreatableTopicResult>(61, 7),
        Of<CreatePartitionsRequest.CreatePartitionsTopic>(62, 3),
        Of<CreatePartitionsResponse.CreatePartitionsTopicResult>(63, 3),
        Of<DeleteTopicsResponse.DeletableTopicResult>(64, 6),
        Of<AlterConfigsRequest.AlterConfigsResource>(65, 2),
        Of<AlterConfigsResponse.AlterConfigsResourceResponse>(66, 2),
        Of<IncrementalAlterConfigsRequest.AlterConfigsResource>(67, 1),
        Of<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse>(68, 1),
    ];

    public bool Contains(Type type) => _byType.ContainsKey(type);

    public RelayedMessage Of(IKafkaMessage message) => _byType[message.GetType()];

    /// <exception cref="ProtocolException">No message has that number: it comes from a newer process than this one understands.</exception>
    public RelayedMessage Numbered(uint number) =>
        _byNumber.TryGetValue(number, out var message) ? message : throw new ProtocolException($"no message between processes has the number {number}");

    // Version 10 has no names, 9 no times: a commit goes in the newest version that loses nothing of it.
    private static short CommitVersion(OffsetCommitRequest request)
    {
        const short WithCommitTimestamps = 1;
        const short WithRetentionTime = 4;
        const short LastWithNames = 9;
        return request.Topics.Exists(topic => topic.Partitions.Exists(partition => partition.CommitTimestamp != -1)) ? WithCommitTimestamps
            : request.RetentionTimeMs != -1 ? WithRetentionTime
            : LastWithNames;
    }

    private static RelayedMessage Of<T>(uint number, short version)
        where T : IKafkaMessage, new() => RelayedMessage.Of<T>(number, _ => version);

    private static RelayedMessage Of<T>(uint number, Func<T, short> version)
        where T : IKafkaMessage, new() => RelayedMessage.Of(number, version);
}
