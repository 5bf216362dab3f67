using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.SeaweedMqProcess.Tests.Stack;
using KafkaGateway.Shared.History;
using KafkaGateway.Shared.Load;
using KafkaGateway.Shared.Processes;
using Xunit.Abstractions;

namespace KafkaGateway.SeaweedMqProcess.Tests.Faults;

/// <summary>
/// The owner and the broker are killed at once, the two that have what is not on the disk yet. Only where acknowledgements wait for the disk is nothing of
/// what was acknowledged lost; in any case what is left is the beginning of what was sent, without holes and in its order.
/// </summary>
public sealed class OwnerAndBrokerKilledTests(ITestOutputHelper output)
{
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task What_is_left_is_the_beginning_of_what_was_sent_and_with_disk_all_that_was_acknowledged(string acksAll)
    {
        var rounds = SeaweedProgram.Rounds(ofStandIn: 1, ofReal: 10);
        await using var stack = await KafkaOnSeaweed.StartAsync(Shape.OneProcess, acksAll);
        var (acknowledged, lost, lostAtMost) = (0, 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var topic = $"topic-{round}";
            var written = await WriteUntilKilledAsync(stack, topic);
            await stack.Seaweed.RestartBrokerAsync();
            await stack.Kafka.StartAsync(stack.Owners[0]);
            var left = await ReadAsync(stack, topic);
            var gone = 0;
            for (var partition = 0; partition < Partitions; partition++)
            {
                var log = left.Where(record => record.Place.Partition == partition).Select(record => ((int)record.Offset, record.Number)).ToList();
                Assert.Equal(Enumerable.Range(0, log.Count).Select(number => (number, number)), log);
                gone += Math.Max(0, written[partition] - log.Count);
            }

            (acknowledged, lost, lostAtMost) = (acknowledged + written.Sum(), lost + gone, Math.Max(lostAtMost, gone));
            output.Say($"seaweedmq.acks.all={acksAll}, round {round}: {written.Sum()} records acknowledged, {gone} of them lost");
        }

        output.Say($"seaweedmq.acks.all={acksAll}: {rounds} rounds, {acknowledged} records acknowledged, {lost} of them lost, at most {lostAtMost} in a round");
        if (acksAll == "disk")
            Assert.Equal(0, lost);
    }

    /// <returns>How many records of each partition were acknowledged.</returns>
    private static async Task<int[]> WriteUntilKilledAsync(KafkaOnSeaweed stack, string topic)
    {
        var address = stack.Kafka.Addresses[0];
        await using (var client = await WireClient.ConnectAsync(address))
            await client.CreateTopicAsync(topic, Partitions);

        // For up to half a minute after its restart a broker makes no topics; reading waits for that.
        Assert.Empty(await ReadAsync(stack, topic));
        var writers = Enumerable.Range(0, Partitions).Select(partition => LastWords.Begin(address, topic, partition)).ToList();
        await Task.WhenAll(writers.Select(writer => writer.IsHeard)).WaitAsync(Patience);

        // Any moment between two times that the broker writes out what it has, when it has done so at least once.
        await Task.Delay(SeaweedProcesses.FlushInterval * (1 + Random.Shared.NextDouble()));
        await Task.WhenAll(stack.Seaweed.Broker.KillAsync(), stack.Kafka.KillAsync(stack.Owners[0]));
        return await Task.WhenAll(writers.Select(writer => writer.Acknowledged));
    }

    private static async Task<List<Stored>> ReadAsync(KafkaOnSeaweed stack, string topic)
    {
        var history = new ClusterHistory();
        using var reader = new LogConsumer(
            "reader",
            Enumerable.Range(0, Partitions).Select(partition => new Place(topic, partition)),
            stack.Kafka.Addresses,
            first: 0,
            history,
            (place, offset, number) => new Stored(place, offset, number));
        using var patience = new CancellationTokenSource(Patience);
        await reader.ReadToEndAsync(patience.Token);
        return [.. history.Observations.OfType<Stored>()];
    }
}
