using Grpc.Core;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Filer;
using KafkaGateway.SeaweedMq.Wire.Master;

namespace KafkaGateway.SeaweedMq.Tests.StandInTests;

public class TopicTests
{
    [Fact]
    public async Task A_master_knows_the_broker_and_the_filer_and_the_broker_who_leads()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var brokers = await weed.Master.ListClusterNodesAsync(new ListClusterNodesRequest { ClientType = "broker" });
        Assert.Equal(weed.BrokerAddress, brokers.ClusterNodes.Single().Address);
        var filers = await weed.Master.ListClusterNodesAsync(new ListClusterNodesRequest { ClientType = "filer" });
        Assert.Equal(weed.FilerAddress.Split('.')[..4], filers.ClusterNodes.Single().Address.Split('.')[..4]);
        Assert.NotEmpty((await weed.Master.GetMasterConfigurationAsync(new GetMasterConfigurationRequest())).Leader);
        Assert.Equal(weed.BrokerAddress, (await weed.Broker.FindBrokerLeaderAsync(new FindBrokerLeaderRequest())).Broker);
        Assert.NotEmpty((await weed.Filer.GetFilerConfigurationAsync(new GetFilerConfigurationRequest())).Masters);
    }

    [Fact]
    public async Task A_topic_is_a_ring_in_equal_parts_of_one_generation()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = new TestTopic(weed);
        var made = await topic.ConfigureAsync(11);
        var partitions = made.BrokerPartitionAssignments.Select(assignment => assignment.Partition).OrderBy(p => p.RangeStart).ToList();
        Assert.Equal(Enumerable.Range(0, 11).Select(i => i * 229), partitions.Select(partition => partition.RangeStart));
        Assert.Equal(2520, partitions[^1].RangeStop);
        Assert.All(partitions, partition => Assert.Equal((2520, partitions[0].UnixTimeNs), (partition.RingSize, partition.UnixTimeNs)));
        Assert.All(made.BrokerPartitionAssignments, assignment => Assert.Equal(weed.BrokerAddress, assignment.LeaderBroker));
        // Whoever reads them again makes the only broker its own follower.
        foreach (var assignment in made.BrokerPartitionAssignments)
            assignment.FollowerBroker = weed.BrokerAddress;
        Assert.Equal(made.BrokerPartitionAssignments, (await topic.ConfigureAsync(11)).BrokerPartitionAssignments);

        var found = await weed.Broker.GetTopicConfigurationAsync(new GetTopicConfigurationRequest { Topic = topic.Name });
        Assert.Equal(made.BrokerPartitionAssignments, found.BrokerPartitionAssignments);
        Assert.Equal(11, found.PartitionCount);
        Assert.True(found.CreatedAtNs > 0);
        var lookup = new LookupDirectoryEntryRequest { Directory = topic.Folder, Name = "topic.conf" };
        var conf = (await weed.Filer.LookupDirectoryEntryAsync(lookup)).Entry.Content.ToStringUtf8();
        Assert.Contains("\"brokerPartitionAssignments\"", conf, StringComparison.Ordinal);
        // A number of 64 bits is text. Go's JSON has one blank or two behind the colon.
        var tight = conf.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains($"\"unixTimeNs\":\"{partitions[0].UnixTimeNs}\"", tight, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_partition_count_begins_a_generation_and_publishers_to_the_one_before_are_refused()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = await TestTopic.CreateAsync(weed);
        using (var publisher = await topic.PublishAsync())
        {
            await publisher.PublishAsync("a");
            await publisher.CloseAsync();
        }

        var next = (await topic.ConfigureAsync(2)).BrokerPartitionAssignments;
        Assert.Equal(2, next.Count);
        Assert.NotEqual(topic.Partition.UnixTimeNs, next[0].Partition.UnixTimeNs);
        var (refused, answer) = await TestPublisher.OpenAsync(weed.Broker, topic.Name, topic.Partition);
        Assert.Equal(2, answer.ErrorCode);
        refused.Dispose();
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var weed = await WeedUnderTest.StartAsync();
        var topic = new TestTopic(weed);
        Assert.False((await weed.Broker.TopicExistsAsync(new TopicExistsRequest { Topic = topic.Name })).Exists);
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await weed.Broker.GetTopicConfigurationAsync(new GetTopicConfigurationRequest { Topic = topic.Name }));
        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.Contains("no entry is found in filer store", error.Status.Detail, StringComparison.Ordinal);

        await topic.ConfigureAsync(1);
        Assert.True((await weed.Broker.TopicExistsAsync(new TopicExistsRequest { Topic = topic.Name })).Exists);
        Assert.Contains(topic.Name, (await weed.Broker.ListTopicsAsync(new ListTopicsRequest())).Topics);
    }
}
