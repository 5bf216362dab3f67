using System.Globalization;
using KafkaGateway.Process.Tests.Node;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Process.Tests.Kills;

/// <summary>What a node acknowledged is there after it was killed, however often and whenever that was.</summary>
public sealed class KillTests(KilledNode node) : IClassFixture<KilledNode>
{
    [Fact]
    public Task No_record_of_an_idempotent_producer_is_lost_doubled_or_out_of_order() => Seed.RunAsync(node.Seed, async () =>
    {
        for (var partition = 0; partition < KilledNode.Partitions; partition++)
        {
            var stored = await ReadAsync("idempotent", partition);
            var acknowledged = node.Idempotent.Acknowledged[partition];
            Assert.NotEmpty(acknowledged);
            Assert.InRange(stored.Count, acknowledged.Count, node.Idempotent.Sent(partition));
            Assert.Equal(Enumerable.Range(0, stored.Count), stored);
            Assert.All(acknowledged, number => Assert.Equal(number.Key, number.Value));
        }
    });

    [Fact]
    public Task No_acknowledged_record_of_a_plain_producer_is_lost_or_out_of_order() => Seed.RunAsync(node.Seed, async () =>
    {
        for (var partition = 0; partition < KilledNode.Partitions; partition++)
        {
            var stored = await ReadAsync("plain", partition);
            Assert.NotEmpty(node.Plain.Acknowledged[partition]);
            foreach (var (number, offset) in node.Plain.Acknowledged[partition])
            {
                Assert.Equal(number, stored[(int)offset]);
            }

            // A batch that was sent again may be there twice, one behind the other, but nothing jumps ahead.
            var highest = -1;
            foreach (var number in stored)
            {
                Assert.InRange(number, 0, highest + 1);
                highest = Math.Max(highest, number);
            }
        }
    });

    [Fact]
    public Task No_acknowledged_offset_commit_goes_back() => Seed.RunAsync(node.Seed, async () =>
    {
        await using var client = await node.ConnectAsync();
        foreach (var committer in node.Committers)
        {
            await committer.CheckAsync(client);
            Assert.True(committer.Acknowledged > 0);
            Assert.Empty(committer.Violations);
        }
    });

    [Fact]
    public Task Topics_that_were_created_are_there_and_those_deleted_are_not() => Seed.RunAsync(node.Seed, async () =>
    {
        await using var client = await node.ConnectAsync();
        var metadata = await client.CallAsync<MetadataResponse>(new MetadataRequest { Topics = null }, 12);
        var names = metadata.Topics.Select(topic => topic.Name!).ToHashSet();
        Assert.NotEmpty(node.Topics.Kept);
        Assert.Empty(node.Topics.Kept.Except(names));
        Assert.Empty(node.Topics.Deleted.Intersect(names));
    });

    private async Task<List<int>> ReadAsync(string topic, int partition)
    {
        await using var client = await node.ConnectAsync();
        var numbers = new List<int>();
        while (true)
        {
            var fetched = await client.FetchAsync(topic, numbers.Count, partition);
            Assert.Equal((ErrorCode.None, 0L), (fetched.ErrorCode, fetched.LogStartOffset));
            if (fetched.HighWatermark == numbers.Count)
            {
                return numbers;
            }

            foreach (var batch in RecordBatches.Enumerate(fetched.Records!.Value))
            {
                using var decoded = DecodedRecords.Open(batch.Memory, long.MaxValue);
                var reader = decoded.Read();
                while (reader.Read())
                {
                    Assert.Equal(numbers.Count, reader.Offset);
                    numbers.Add(int.Parse(reader.Value, CultureInfo.InvariantCulture));
                }
            }
        }
    }
}
