using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Standalone.Tests.Nodes;

/// <summary>An orderly stop answers what was accepted.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_node_that_stops_answers_a_fetch_that_waits_and_sends_a_joining_member_away_to_ask_again()
    {
        var kafka = await KafkaNode.StartAsync(o => o.Settings["group.initial.rebalance.delay.ms"] = "60000");
        await using var reader = await WireClient.ConnectAsync(kafka.BootstrapServers);
        await using var member = await WireClient.ConnectAsync(kafka.BootstrapServers);
        await reader.CreateTopicAsync("t");
        var fetch = await reader.SendAsync(WireCalls.FetchRequest("t", 0, maxWaitMs: 600_000), 12);
        var join = await member.SendAsync(
            new JoinGroupRequest
            {
                GroupId = "g",
                SessionTimeoutMs = 10_000,
                RebalanceTimeoutMs = 600_000,
                ProtocolType = "consumer",
                Protocols = [new() { Name = "range" }],
            },
            3);
        await UntilTheGroupWaitsAsync(kafka);

        await kafka.DisposeAsync();

        var fetched = (FetchResponse)await reader.ReceiveAsync(fetch, 12);
        Assert.Equal((ErrorCode.None, 0L), (fetched.ErrorCode, fetched.Responses[0].Partitions[0].Records?.Length ?? 0));
        Assert.Equal(ErrorCode.CoordinatorNotAvailable, ((JoinGroupResponse)await member.ReceiveAsync(join, 3)).ErrorCode);
    }

    // The join was sent before; once the group is seen to rebalance, the earlier fetch has been read too or will be before the stop.
    private static async Task UntilTheGroupWaitsAsync(KafkaNode kafka)
    {
        await using var client = await WireClient.ConnectAsync(kafka.BootstrapServers);
        DescribeGroupsResponse described;
        do
        {
            described = await client.CallAsync<DescribeGroupsResponse>(new DescribeGroupsRequest { Groups = ["g"] }, 5);
        }
        while (described.Groups[0].GroupState != "PreparingRebalance");
    }
}
