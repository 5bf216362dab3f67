using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Process.Tests.Kills;

/// <summary>Creates topics one after another, and deletes every second one.</summary>
internal sealed class TopicCreator : RoundClient
{
    private int _next;

    /// <summary>Topics whose creation was acknowledged and whose deletion was never asked for.</summary>
    public HashSet<string> Kept { get; } = [];

    /// <summary>Topics whose deletion was acknowledged.</summary>
    public HashSet<string> Deleted { get; } = [];

    protected override async Task WorkAsync(WireClient client, Action acknowledged)
    {
        while (true)
        {
            var number = _next++;
            var name = $"created-{number}";
            var created = await CallAsync<CreateTopicsResponse>(
                client, new CreateTopicsRequest { TimeoutMs = 10_000, Topics = [new() { Name = name, NumPartitions = 2, ReplicationFactor = 1 }] }, 7);
            Assert.Equal(ErrorCode.None, created.Topics[0].ErrorCode);
            if (number % 2 == 0)
            {
                Kept.Add(name);
            }
            else
            {
                var deleted = await CallAsync<DeleteTopicsResponse>(
                    client, new DeleteTopicsRequest { TimeoutMs = 10_000, Topics = [new() { Name = name }] }, 6);
                Assert.Equal(ErrorCode.None, deleted.Responses[0].ErrorCode);
                Deleted.Add(name);
            }

            acknowledged();
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
