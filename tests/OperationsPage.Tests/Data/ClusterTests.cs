using System.Text.Json;
using KafkaGateway.OperationsPage.Tests.Hosting;

namespace KafkaGateway.OperationsPage.Tests.Data;

public sealed class ClusterTests : PageTest
{
    [Fact]
    public async Task All_processes_are_listed_with_what_they_are_and_what_they_host()
    {
        var cluster = await DataAsync("cluster");
        Assert.Equal((Node.Cluster.ClusterId, "7"), (cluster.Text("clusterId"), cluster.Text("nodeId")));
        Assert.Equal(["silo-1", "silo-2", "gateway-1"], cluster.Each("nodes", "name"));
        var (first, second, gateway) = (cluster.List("nodes")[0], cluster.List("nodes")[1], cluster.List("nodes")[2]);
        Assert.Equal(("True", "", "rack-a", "1000"), (first.Text("isSilo"), first.Text("host"), first.Text("rack"), first.Text("startedMs")));
        Assert.Equal(("12", "3", "4"), (first.Text("partitionsAwake"), first.Text("groupsAwake"), first.Text("othersAwake")));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("partitionsAwake").ValueKind);
        Assert.Equal(Node.BootstrapServers, $"{gateway.Text("host")}:{gateway.Text("port")}");
    }

    [Fact]
    public async Task Topics_and_partitions_are_counted()
    {
        await Client.CreateTopicAsync("one", partitions: 3);
        await Client.CreateTopicAsync("two", partitions: 4);
        var cluster = await DataAsync("cluster");
        Assert.Equal(("2", "7"), (cluster.Text("topics"), cluster.Text("partitions")));
    }

    [Fact]
    public async Task What_the_process_does_is_counted_from_the_first_look_on()
    {
        await Client.CreateTopicAsync("t");
        await DataAsync("cluster");
        var batch = TestBatches.Of("a", "b", "c");
        await Client.ProduceAsync("t", batch);
        await Client.FetchAsync("t", 0);

        // What is counted when an answer has been sent may come after it.
        await Client.FetchAsync("t", 0);
        var traffic = (await DataAsync("cluster")).GetProperty("traffic");
        Assert.All(
            [("requests", 2), ("recordsAppended", 3), ("bytesAppended", batch.Length), ("bytesRead", batch.Length), ("bytesReceived", batch.Length), ("bytesSent", batch.Length)],
            least => Assert.InRange(traffic.GetProperty(least.Item1).GetInt64(), least.Item2, long.MaxValue));
    }
}
