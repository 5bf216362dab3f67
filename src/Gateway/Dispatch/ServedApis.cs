using KafkaGateway.Gateway.Apis;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Dispatch;

/// <summary>
/// The one table of what is served. Dispatch, the ApiVersions answer, the table in the README and the test that sends every version come
/// from it.
/// </summary>
internal static class ServedApis
{
    public static IReadOnlyList<ServedApi> All { get; } =
    [
        Serve(0, 0, 13, s => new Produce(s), pipelined: true),
        Serve(1, 0, 18, s => new Fetch(s)),
        Serve(2, 0, 11, s => new ListOffsets(s)),
        Serve(3, 0, 13, s => new Metadata(s)),
        Serve(8, 0, 10, s => new OffsetCommit(s)),
        Serve(9, 0, 10, s => new OffsetFetch(s)),
        Serve(10, 0, 6, s => new FindCoordinator(s)),
        Serve(11, 0, 9, s => new JoinGroup(s)),
        Serve(12, 0, 4, s => new Heartbeat(s)),
        Serve(13, 0, 5, s => new LeaveGroup(s)),
        Serve(14, 0, 5, s => new SyncGroup(s)),
        Serve(15, 0, 6, s => new DescribeGroups(s)),
        Serve(16, 0, 5, s => new ListGroups(s)),
        Serve(18, 0, 5, s => new ApiVersions(s)),
        Serve(19, 0, 7, s => new CreateTopics(s)),
        Serve(20, 0, 6, s => new DeleteTopics(s)),
        Serve(21, 0, 2, s => new DeleteRecords(s)),
        Serve(22, 0, 5, s => new InitProducerId(s)),
        Serve(23, 0, 4, s => new OffsetForLeaderEpoch(s)),
        Serve(32, 0, 4, s => new DescribeConfigs(s)),
        Serve(33, 0, 2, s => new AlterConfigs(s)),
        Serve(35, 0, 5, s => new DescribeLogDirs(s)),
        Serve(37, 0, 3, s => new CreatePartitions(s)),
        Serve(42, 0, 3, s => new DeleteGroups(s)),
        Serve(43, 0, 2, s => new ElectLeaders(s)),
        Serve(44, 0, 1, s => new IncrementalAlterConfigs(s)),
        Serve(45, 0, 1, s => new AlterPartitionReassignments(s)),
        Serve(46, 0, 0, _ => new ListPartitionReassignments()),
        Serve(47, 0, 0, s => new OffsetDelete(s)),
        Serve(60, 0, 2, s => new DescribeCluster(s)),
        Serve(61, 0, 0, s => new DescribeProducers(s)),
        Serve(74, 0, 1, s => new ListConfigResources(s)),
        Serve(75, 0, 0, s => new DescribeTopicPartitions(s)),
    ];

    private static ServedApi Serve(short key, short min, short max, Func<GatewayServices, IApi> create, bool pipelined = false) =>
        new(key, KafkaApis.Find(key)!.Name, min, max, create, pipelined);
}
