using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Admin;

public sealed class ClusterAdminTests : KafkaTest
{
    private const string Here = "where it is";
    private const string Elsewhere = "elsewhere";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.CreateTopicAsync(Name("a"), 2);
    }

    [Fact]
    public async Task The_cluster_is_its_nodes_at_the_addresses_that_clients_come_to()
    {
        var response = await Client.CallAsync<DescribeClusterResponse>(new DescribeClusterRequest { IncludeClusterAuthorizedOperations = true }, 2);

        Assert.Equal(
            Kafka.NodeIds.Zip(Kafka.Addresses).Order(),
            response.Brokers.Select(broker => (broker.BrokerId, $"{broker.Host}:{broker.Port}")).Order());
        Assert.Contains(response.ControllerId, Kafka.NodeIds);
        Assert.NotEmpty(response.ClusterId);
        Assert.True(response.ClusterAuthorizedOperations > 0);
        var plain = await Client.CallAsync<DescribeClusterResponse>(new DescribeClusterRequest(), 0);
        Assert.Equal((response.ClusterId, int.MinValue), (plain.ClusterId, plain.ClusterAuthorizedOperations));
    }

    [Theory]
    [InlineData(2, ErrorCode.MismatchedEndpointType)]
    [InlineData(3, ErrorCode.UnsupportedEndpointType)]
    public async Task It_is_no_endpoint_of_controllers(sbyte endpoint, ErrorCode expected) => Assert.Equal(
        expected, (await Client.CallAsync<DescribeClusterResponse>(new DescribeClusterRequest { EndpointType = endpoint }, 1)).ErrorCode);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 1)]
    public async Task No_election_is_needed_where_there_is_one_replica(short version, sbyte type)
    {
        var response = await Client.CallAsync<ElectLeadersResponse>(
            new ElectLeadersRequest
            {
                ElectionType = type,
                TopicPartitions = [new() { Topic = Name("a"), Partitions = [0, 2] }, new() { Topic = Name("b"), Partitions = [0] }],
            },
            version);

        Assert.Equal(
            [
                (Name("a"), 0, ErrorCode.ElectionNotNeeded),
                (Name("a"), 2, ErrorCode.UnknownTopicOrPartition),
                (Name("b"), 0, ErrorCode.UnknownTopicOrPartition),
            ],
            from topic in response.ReplicaElectionResults
            from partition in topic.PartitionResult
            select (topic.Topic, partition.PartitionId, partition.ErrorCode));
    }

    [Fact]
    public async Task Electing_everywhere_names_no_partition_and_an_unknown_kind_of_election_is_refused()
    {
        var everywhere = await Client.CallAsync<ElectLeadersResponse>(new ElectLeadersRequest { TopicPartitions = null }, 2);
        Assert.Equal((ErrorCode.None, 0), (everywhere.ErrorCode, everywhere.ReplicaElectionResults.Count));

        var unknown = await Client.CallAsync<ElectLeadersResponse>(new ElectLeadersRequest { ElectionType = 2, TopicPartitions = null }, 2);
        Assert.Equal(ErrorCode.InvalidRequest, unknown.ErrorCode);
    }

    [Theory]
    [InlineData(0, new[] { Here }, ErrorCode.None)]
    [InlineData(0, null, ErrorCode.NoReassignmentInProgress)]
    [InlineData(0, new[] { Elsewhere }, ErrorCode.InvalidReplicaAssignment)]
    [InlineData(0, new[] { Here, Elsewhere }, ErrorCode.InvalidReplicaAssignment)]
    [InlineData(0, new string[0], ErrorCode.InvalidReplicaAssignment)]
    [InlineData(2, new[] { Here }, ErrorCode.UnknownTopicOrPartition)]
    public async Task A_partition_can_only_be_assigned_to_where_it_is(int partition, string[]? replicas, ErrorCode expected)
    {
        var leader = (await PageAsync(Client, null, limit: 100, Name("a"))).Topics[0].Partitions[0].LeaderId;
        var response = await Client.CallAsync<AlterPartitionReassignmentsResponse>(
            new AlterPartitionReassignmentsRequest
            {
                Topics =
                [
                    new()
                    {
                        Name = Name("a"),
                        Partitions =
                        [
                            new() { PartitionIndex = partition, Replicas = replicas?.Select(replica => replica == Here ? leader : Kafka.AbsentNodeId).ToList() },
                        ],
                    },
                ],
            },
            1);

        Assert.Equal((ErrorCode.None, expected), (response.ErrorCode, response.Responses[0].Partitions[0].ErrorCode));
        var ongoing = await Client.CallAsync<ListPartitionReassignmentsResponse>(new ListPartitionReassignmentsRequest(), 0);
        Assert.Equal((ErrorCode.None, 0), (ongoing.ErrorCode, ongoing.Topics.Count));
    }

    [Fact]
    public async Task Log_folders_show_the_size_of_each_partition_asked_for_that_exists()
    {
        var batch = TestBatches.Of("x");
        await Client.ProduceAsync(Name("a"), batch, partition: 1);

        var all = Assert.Single((await Client.CallAsync<DescribeLogDirsResponse>(new DescribeLogDirsRequest { Topics = null }, 5)).Results);
        Assert.Equal(
            [(0, 0L), (1, batch.Length)],
            Assert.Single(all.Topics, topic => IsOwn(topic.Name)).Partitions.Select(partition => (partition.PartitionIndex, partition.PartitionSize)));
        Assert.Equal((ErrorCode.None, Kafka.LogDir), (all.ErrorCode, all.LogDir));
        var some = await Client.CallAsync<DescribeLogDirsResponse>(
            new DescribeLogDirsRequest { Topics = [new() { Topic = Name("a"), Partitions = [1, 7] }, new() { Topic = Name("b"), Partitions = [0] }] }, 0);
        Assert.Equal(1, Assert.Single(Assert.Single(some.Results[0].Topics).Partitions).PartitionIndex);
    }

    [Fact]
    public async Task Idempotent_producers_are_listed_with_their_last_sequence()
    {
        var id = (await Client.CallAsync<InitProducerIdResponse>(new InitProducerIdRequest { TransactionalId = null }, 4)).ProducerId;
        await Client.ProduceAsync(Name("a"), TestBatches.Of(["x", "y"], Protocol.Compression.CompressionType.None, id, 0, 0));

        var response = await Client.CallAsync<DescribeProducersResponse>(
            new DescribeProducersRequest { Topics = [new() { Name = Name("a"), PartitionIndexes = [0, 1, 2] }] }, 0);

        var partitions = response.Topics[0].Partitions;
        Assert.Equal([ErrorCode.None, ErrorCode.None, ErrorCode.UnknownTopicOrPartition], partitions.Select(partition => partition.ErrorCode));
        var producer = Assert.Single(partitions[0].ActiveProducers);
        Assert.Equal((id, 0, 1, -1L), (producer.ProducerId, producer.ProducerEpoch, producer.LastSequence, producer.CurrentTxnStartOffset));
        Assert.Empty(partitions[1].ActiveProducers);
    }

    [Fact]
    public async Task Partitions_are_listed_page_by_page_until_none_is_left()
    {
        // Alone, as what others make and delete between two pages may leave one empty.
        await using var kafka = await TestKafka.StartAsync(o => o.IsPrivate = true);
        await using var client = await kafka.ConnectAsync();
        await client.CreateTopicAsync("a", 2);
        await client.CreateTopicAsync("b", 3);
        await client.CreateTopicAsync("c", 1);
        var seen = new List<(string Topic, int Partition)>();
        DescribeTopicPartitionsRequest.CursorData? cursor = null;
        do
        {
            var page = await PageAsync(client, cursor, limit: 2);
            var partitions = page.Topics.SelectMany(topic => topic.Partitions.Select(partition => (topic.Name!, partition.PartitionIndex))).ToList();
            Assert.InRange(partitions.Count, 1, 2);
            seen.AddRange(partitions);
            cursor = page.NextCursor is null ? null
                : new() { TopicName = page.NextCursor.TopicName, PartitionIndex = page.NextCursor.PartitionIndex };
        }
        while (cursor is not null);

        Assert.Equal([("a", 0), ("a", 1), ("b", 0), ("b", 1), ("b", 2), ("c", 0)], seen);
    }

    [Fact]
    public async Task Topics_asked_for_by_name_are_answered_in_order_the_unknown_ones_too()
    {
        var page = await PageAsync(Client, null, limit: 100, "x y", Name("b"), Name("a"));

        Assert.Equal(
            [(Name("a"), ErrorCode.None), (Name("b"), ErrorCode.UnknownTopicOrPartition), ("x y", ErrorCode.InvalidTopicException)],
            page.Topics.Select(topic => (topic.Name!, topic.ErrorCode)));
        var partition = page.Topics[0].Partitions[0];
        Assert.Contains(partition.LeaderId, Kafka.NodeIds);
        Assert.Equal((Kafka.LeaderEpochInMetadata, 1, 1), (partition.LeaderEpoch, partition.ReplicaNodes.Count, partition.IsrNodes.Count));
        Assert.Null(page.NextCursor);
        var bad = await PageAsync(Client, new() { TopicName = Name("a"), PartitionIndex = -1 }, limit: 100, Name("a"));
        Assert.Equal(ErrorCode.InvalidRequest, bad.Topics[0].ErrorCode);
    }

    private static Task<DescribeTopicPartitionsResponse> PageAsync(
        WireClient client, DescribeTopicPartitionsRequest.CursorData? cursor, int limit, params string[] names) =>
        client.CallAsync<DescribeTopicPartitionsResponse>(
            new DescribeTopicPartitionsRequest
            {
                Topics = [.. names.Select(name => new DescribeTopicPartitionsRequest.TopicRequest { Name = name })],
                ResponsePartitionLimit = limit,
                Cursor = cursor,
            },
            0);
}
