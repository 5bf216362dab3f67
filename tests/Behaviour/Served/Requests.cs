using System.Buffers;
using System.Collections;
using System.Reflection;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Served;

/// <summary>A request for each API that means something to a node with that topic and no such group, in every version.</summary>
internal static class Requests
{
    public static IKafkaMessage Sensible(short key, short version, string topic, Guid topicId, string group) => key switch
    {
        0 => new ProduceRequest
        {
            Acks = 1,
            TopicData = [new() { Name = topic, TopicId = topicId, PartitionData = [new() { Records = new(version < 3 ? MessageSets.Of((byte)(version < 2 ? 0 : 1), "a") : TestBatches.Of("a")) }] }],
        },
        1 => new FetchRequest
        {
            MinBytes = 0,
            Topics = [new() { Topic = topic, TopicId = topicId, Partitions = [new() { PartitionMaxBytes = 1000 }] }],
        },
        2 => new ListOffsetsRequest { ReplicaId = -1, Topics = [new() { Name = topic, Partitions = [new() { Timestamp = -1 }] }] },
        3 => new MetadataRequest { Topics = [new() { Name = topic }] },
        8 => new OffsetCommitRequest { GroupId = group, Topics = [new() { Name = topic, TopicId = topicId, Partitions = [new() { CommittedOffset = 1 }] }] },
        9 when version < 8 => new OffsetFetchRequest { GroupId = group, Topics = [new() { Name = topic, PartitionIndexes = [0] }] },
        9 => new OffsetFetchRequest { Groups = [new() { GroupId = group, Topics = [new() { Name = topic, TopicId = topicId, PartitionIndexes = [0] }] }] },
        10 when version < 4 => new FindCoordinatorRequest { Key = group },
        10 => new FindCoordinatorRequest { CoordinatorKeys = [group] },
        11 => new JoinGroupRequest { GroupId = group, SessionTimeoutMs = 10_000, ProtocolType = "consumer", Protocols = [new() { Name = "range" }] },
        13 when version < 3 => new LeaveGroupRequest { GroupId = group, MemberId = "m" },
        13 => new LeaveGroupRequest { GroupId = group, Members = [new() { MemberId = "m" }] },
        12 => new HeartbeatRequest { GroupId = group, MemberId = "m" },
        14 => new SyncGroupRequest { GroupId = group, MemberId = "m" },
        15 => new DescribeGroupsRequest { Groups = [group] },
        18 => new ApiVersionsRequest { ClientSoftwareName = "wire", ClientSoftwareVersion = "1" },
        19 => new CreateTopicsRequest { Topics = [new() { Name = $"{topic}-another", NumPartitions = 1, ReplicationFactor = 1 }] },
        20 when version < 6 => new DeleteTopicsRequest { TopicNames = [topic] },
        20 => new DeleteTopicsRequest { Topics = [new() { Name = topic }] },
        21 => new DeleteRecordsRequest { Topics = [new() { Name = topic, Partitions = [new() { Offset = 0 }] }] },
        22 => new InitProducerIdRequest { TransactionalId = null },
        23 => new OffsetForLeaderEpochRequest { Topics = [new() { Topic = topic, Partitions = [new() { LeaderEpoch = 0 }] }] },
        32 => new DescribeConfigsRequest { Resources = [new() { ResourceType = 2, ResourceName = topic }] },
        33 => new AlterConfigsRequest { Resources = [new() { ResourceType = 2, ResourceName = topic, Configs = [new() { Name = "retention.ms", Value = "1000" }] }] },
        37 => new CreatePartitionsRequest { Topics = [new() { Name = topic, Count = 2, Assignments = null }] },
        42 => new DeleteGroupsRequest { GroupsNames = [group] },
        44 => new IncrementalAlterConfigsRequest { Resources = [new() { ResourceType = 2, ResourceName = topic, Configs = [new() { Name = "retention.ms", Value = "1000" }] }] },
        47 => new OffsetDeleteRequest { GroupId = group },
        61 => new DescribeProducersRequest { Topics = [new() { Name = topic, PartitionIndexes = [0] }] },
        75 => new DescribeTopicPartitionsRequest { Topics = [new() { Name = topic }], ResponsePartitionLimit = 100 },
        _ => KafkaApis.Find(key)!.NewRequest(),
    };

    // What these requests may be refused with because the node is what it is: no such group or member, one replica only.
    private static readonly HashSet<(short Key, ErrorCode Error)> Expected =
    [
        (11, ErrorCode.MemberIdRequired),
        (12, ErrorCode.UnknownMemberId),
        (13, ErrorCode.UnknownMemberId),
        (14, ErrorCode.UnknownMemberId),
        (15, ErrorCode.GroupIdNotFound),
        (42, ErrorCode.GroupIdNotFound),
        (47, ErrorCode.GroupIdNotFound),
    ];

    /// <summary>No error code anywhere in the answer but those that the request deserves.</summary>
    public static void AssertUnderstood(object message, short key, short version)
    {
        foreach (var property in message.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            switch (property.GetValue(message))
            {
                case ErrorCode error when error != ErrorCode.None && !Expected.Contains((key, error)):
                    Assert.Fail($"{message.GetType().Name} version {version}: {error}");
                    break;
                case IEnumerable items and not string:
                    foreach (var item in items.Cast<object>().Where(item => item.GetType().IsNested))
                    {
                        AssertUnderstood(item, key, version);
                    }

                    break;
            }
        }
    }
}
