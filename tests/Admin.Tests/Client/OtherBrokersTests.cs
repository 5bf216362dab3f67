using System.Buffers;
using KafkaGateway.Admin.Tests.Running;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Tests.Client;

/// <summary>Clusters of several nodes, and brokers older or newer than ours.</summary>
public sealed class OtherBrokersTests
{
    private const string Topic = "t";

    [Fact]
    public async Task Each_leader_is_asked_for_its_own_partitions()
    {
        await using var one = new StandInBroker(1);
        await using var two = new StandInBroker(2);
        foreach (var broker in new[] { one, two })
        {
            ServeMetadata(broker, [one, two], () => [1, 2]);
            broker.Serve<ListOffsetsRequest>(KafkaApis.ListOffsets, 1, 7, request => Offsets(request, 10 * broker.NodeId));
            broker.Serve<FetchRequest>(KafkaApis.Fetch, 4, 13, request => Fetched(request, 10 * broker.NodeId, $"from {broker.NodeId}"));
        }

        var run = await RunAsync(one, "consume", "--topic", Topic, "--max-messages", "2", "--property", "print.offset=true");
        Assert.Equal(["Offset:10\tfrom 1", "Offset:20\tfrom 2"], run.Lines.Order());
        Assert.Contains(("ListOffsets", (short)7), two.Asked);
    }

    [Fact]
    public async Task A_leader_that_has_moved_is_found_again()
    {
        await using var one = new StandInBroker(1);
        await using var two = new StandInBroker(2);
        var leader = one;
        foreach (var broker in new[] { one, two })
        {
            ServeMetadata(broker, [one, two], () => [leader.NodeId]);
            broker.Serve<ProduceRequest>(KafkaApis.Produce, 3, 9, request =>
            {
                leader = two;
                return Produced(request, broker == two ? ErrorCode.None : ErrorCode.NotLeaderOrFollower);
            });
        }

        var run = await AdminRun.RunAsync(
            ["produce", "--topic", Topic, "--enable-idempotence", "false", "--bootstrap-server", $"127.0.0.1:{one.Port}"], "x\n"u8.ToArray());
        Assert.Equal((0, "1 of 1 records acknowledged\n"), (run.ExitCode, run.Error));
        Assert.Equal(1, one.Asked.Count(asked => asked.Api == "Produce"));
    }

    [Fact]
    public async Task A_group_is_asked_for_at_its_coordinator_and_again_where_that_has_moved()
    {
        await using var one = new StandInBroker(1);
        await using var two = new StandInBroker(2);
        var coordinator = one;
        foreach (var broker in new[] { one, two })
        {
            ServeMetadata(broker, [one, two], () => [1]);
            broker.Serve<FindCoordinatorRequest>(KafkaApis.FindCoordinator, 0, 3, _ => new FindCoordinatorResponse { NodeId = coordinator.NodeId, Host = "127.0.0.1", Port = coordinator.Port });
            broker.Serve<DeleteGroupsRequest>(KafkaApis.DeleteGroups, 0, 1, request =>
            {
                coordinator = two;
                return new DeleteGroupsResponse { Results = [new() { GroupId = request.GroupsNames[0], ErrorCode = broker == two ? ErrorCode.None : ErrorCode.NotCoordinator }] };
            });
        }

        Assert.Equal("Deleted group g.\n", (await RunAsync(one, "groups", "--delete", "--group", "g")).Output);
    }

    [Fact]
    public async Task A_group_of_the_newer_protocol_shows_its_members()
    {
        await using var broker = new StandInBroker(1);
        ServeMetadata(broker, [broker], () => [1]);
        broker.Serve<FindCoordinatorRequest>(KafkaApis.FindCoordinator, 0, 6, request => new FindCoordinatorResponse
        {
            Coordinators = [new() { Key = request.CoordinatorKeys[0], NodeId = 1, Host = "127.0.0.1", Port = broker.Port }],
        });
        broker.Serve<ConsumerGroupDescribeRequest>(KafkaApis.ConsumerGroupDescribe, 0, 1, request => new ConsumerGroupDescribeResponse
        {
            Groups =
            [
                new()
                {
                    GroupId = request.GroupIds[0],
                    GroupState = "Stable",
                    AssignorName = "uniform",
                    Members = [new() { MemberId = "m", ClientId = "c", ClientHost = "h", Assignment = new() { TopicPartitions = [new() { TopicName = Topic, Partitions = [0] }] } }],
                },
            ],
        });
        Assert.Equal(["g", "m", "h", "c", "1", "t(0)"], (await RunAsync(broker, "groups", "--describe", "--group", "g", "--members", "--verbose")).LastRow);
    }

    [Fact]
    public async Task A_broker_that_knows_no_newer_ApiVersions_is_asked_in_version_0()
    {
        await using var broker = new StandInBroker(1) { ApiVersions = 2 };
        ServeMetadata(broker, [broker], () => [1], highest: 5);
        Assert.Equal(["t"], (await RunAsync(broker, "topics", "--list")).Lines);
        Assert.Equal(("Metadata", (short)5), broker.Asked.First());
    }

    [Fact]
    public async Task An_api_that_is_not_served_or_in_no_version_known_is_named()
    {
        await using var broker = new StandInBroker(1);
        ServeMetadata(broker, [broker], () => [1]);
        broker.Serve<DeleteRecordsRequest>(KafkaApis.DeleteRecords, 100, 101, _ => new DeleteRecordsResponse());
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"partitions": [{"topic": "t", "partition": 0, "offset": 2}]}""");
        Assert.Equal(
            $"error: broker 127.0.0.1:{broker.Port} serves DeleteRecords 100-101, and this client knows 0-2\n",
            (await RunAsync(broker, "delete-records", "--offset-json-file", file)).Error);
        Assert.Equal($"error: broker 127.0.0.1:{broker.Port} does not serve CreateTopics\n", (await RunAsync(broker, "topics", "--create", "--topic", "x")).Error);
        File.Delete(file);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_in_time_is_named()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var run = await AdminRun.RunAsync(["topics", "--list", "--timeout", "300", "--bootstrap-server", silent.LocalEndpoint.ToString()!]);
        Assert.Equal((1, $"error: cannot reach a broker: {silent.LocalEndpoint} (no answer to ApiVersions within 300 ms)\n"), (run.ExitCode, run.Error));
    }

    private static Task<AdminRun> RunAsync(StandInBroker broker, params string[] arguments) =>
        AdminRun.RunAsync([.. arguments, "--bootstrap-server", $"127.0.0.1:{broker.Port}"]);

    private static void ServeMetadata(StandInBroker broker, StandInBroker[] all, Func<int[]> leaders, short highest = 13) =>
        broker.Serve<MetadataRequest>(KafkaApis.Metadata, 0, highest, _ => new MetadataResponse
        {
            ControllerId = 1,
            Brokers = [.. all.Select(node => new MetadataResponse.MetadataResponseBroker { NodeId = node.NodeId, Host = "127.0.0.1", Port = node.Port })],
            Topics =
            [
                new()
                {
                    Name = Topic,
                    TopicId = Guid.Parse("00000000-0000-0000-0000-0000000000aa"),
                    Partitions = [.. leaders().Select((leader, index) => new MetadataResponse.MetadataResponsePartition { PartitionIndex = index, LeaderId = leader })],
                },
            ],
        });

    private static ListOffsetsResponse Offsets(ListOffsetsRequest request, long offset) => new()
    {
        Topics =
        [
            new()
            {
                Name = request.Topics[0].Name,
                Partitions = [.. request.Topics[0].Partitions.Select(partition => new ListOffsetsResponse.ListOffsetsPartitionResponse
                {
                    PartitionIndex = partition.PartitionIndex,
                    Offset = offset,
                })],
            },
        ],
    };

    /// <summary>The one record that there is, to whoever asks for its offset.</summary>
    private static FetchResponse Fetched(FetchRequest request, long offset, string value)
    {
        var partition = request.Topics[0].Partitions[0];
        using var builder = new Protocol.Records.RecordBatchBuilder { BaseOffset = offset };
        builder.Append(0, null, System.Text.Encoding.UTF8.GetBytes(value));
        return new FetchResponse
        {
            Responses =
            [
                new()
                {
                    TopicId = request.Topics[0].TopicId,
                    Partitions = [new() { PartitionIndex = partition.Partition, Records = partition.FetchOffset == offset ? new ReadOnlySequence<byte>(builder.Build()) : null }],
                },
            ],
        };
    }

    private static ProduceResponse Produced(ProduceRequest request, ErrorCode error) => new()
    {
        Responses = [new() { Name = request.TopicData[0].Name, PartitionResponses = [new() { Index = 0, ErrorCode = error }] }],
    };
}
