using System.Diagnostics;
using KafkaGateway.Protocol;
using KafkaGateway.SeaweedMqProcess.Tests.Seaweed;
using KafkaGateway.Shared.Processes;
using Xunit.Abstractions;

namespace KafkaGateway.SeaweedMqProcess.Tests.Records;

/// <summary>
/// Nothing happens for a while: SEAWEEDMQ_IDLE_SECONDS. After five minutes the real broker unloads what nobody has open, and may lock itself up over it.
/// </summary>
[Collection(SharedKafka.Name)]
public sealed class IdlenessTests(SharedKafka shared, ITestOutputHelper output)
{
    private const string Topic = "idle";
    private const int Partitions = 8;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(SeaweedProgram.Number("SEAWEEDMQ_IDLE_SECONDS") ?? 3);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task After_idleness_producing_works_at_once_and_what_was_there_before_is_there()
    {
        var kafka = shared.Stack.Kafka;
        await using var before = await WireClient.ConnectAsync(kafka.Addresses[0]);
        await before.CreateTopicAsync(Topic, Partitions);
        await ProduceAsync(before, "before");
        await Task.Delay(Idle);

        await using var after = await WireClient.ConnectAsync(kafka.Addresses[0]);
        var watch = Stopwatch.StartNew();
        await ProduceAsync(after, "after");
        output.Say($"idle for {Idle.TotalSeconds:F0} s, then a record in each of {Partitions} partitions within {watch.ElapsedMilliseconds} ms");
        Assert.True(watch.Elapsed < AtOnce, $"it took {watch.Elapsed}");
        for (var partition = 0; partition < Partitions; partition++)
            Assert.Equal(["before", "after"], TestBatches.Values((await after.FetchAsync(Topic, 0, partition)).Records));
        await after.CreateTopicAsync("another");
        Assert.Equal(ErrorCode.None, (await after.ProduceAsync("another", TestBatches.Of("new"))).ErrorCode);
    }

    private static async Task ProduceAsync(WireClient client, string value)
    {
        for (var partition = 0; partition < Partitions; partition++)
            Assert.Equal(ErrorCode.None, (await client.ProduceAsync(Topic, TestBatches.Of(value), partition)).ErrorCode);
    }
}
