using System.Globalization;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Process.Tests.Kills;

/// <summary>
/// Writes the numbers 0, 1, 2, ... to each partition of a topic with acks=all. What was not acknowledged when the node went is sent again, in
/// the same batches and before anything else.
/// </summary>
/// <param name="topic">Where to.</param>
/// <param name="partitions">How many it has.</param>
/// <param name="inFlight">How many batches of a partition are under way at a time; more than one only keeps its order when idempotent.</param>
/// <param name="idempotent">Whether batches carry a producer id and sequences.</param>
/// <param name="random">For the sizes of batches and the order of partitions.</param>
internal sealed class NumberedProducer(string topic, int partitions, int inFlight, bool idempotent, Random random) : RoundClient
{
    private const short Version = 9;
    private const int MostRecords = 20;
    private readonly List<Queue<Batch>> _pending = [.. Enumerable.Range(0, partitions).Select(_ => new Queue<Batch>())];
    private readonly int[] _next = new int[partitions];
    private readonly Queue<int> _underWay = new();
    private InitProducerIdResponse? _identity;

    private sealed record Batch(int FirstNumber, int Count, byte[] Octets);

    /// <summary>The offset that each number was acknowledged with, by partition.</summary>
    public IReadOnlyList<SortedDictionary<int, long>> Acknowledged { get; } =
        [.. Enumerable.Range(0, partitions).Select(_ => new SortedDictionary<int, long>())];

    /// <summary>How many numbers were sent to a partition, acknowledged or not.</summary>
    public int Sent(int partition) => _next[partition];

    protected override async Task WorkAsync(WireClient client, Action acknowledged)
    {
        if (idempotent)
        {
            _identity ??= await CallAsync<InitProducerIdResponse>(client, new InitProducerIdRequest { TransactionalId = null }, 4);
            Assert.Equal(ErrorCode.None, _identity.ErrorCode);
        }

        _underWay.Clear();
        for (var partition = 0; partition < partitions; partition++)
        {
            foreach (var batch in _pending[partition])
            {
                await SendAsync(client, partition, batch);
            }
        }

        while (true)
        {
            var partition = random.Next(partitions);
            if (_pending[partition].Count < inFlight)
            {
                var batch = MakeBatch(partition);
                _pending[partition].Enqueue(batch);
                await SendAsync(client, partition, batch);
            }
            else
            {
                await ReceiveAsync(client);
                acknowledged();
            }
        }
    }

    private async Task SendAsync(WireClient client, int partition, Batch batch)
    {
        _underWay.Enqueue(partition);
        await client.SendAsync(WireCalls.ProduceRequest(topic, batch.Octets, partition), Version);
    }

    private async Task ReceiveAsync(WireClient client)
    {
        var response = await ReceiveAsync<ProduceResponse>(client, KafkaApis.Produce, Version);
        var answer = response.Responses[0].PartitionResponses[0];
        var partition = _underWay.Dequeue();
        Assert.Equal((partition, ErrorCode.None, null), (answer.Index, answer.ErrorCode, answer.ErrorMessage));
        var batch = _pending[partition].Dequeue();
        for (var i = 0; i < batch.Count; i++)
        {
            Acknowledged[partition].Add(batch.FirstNumber + i, answer.BaseOffset + i);
        }
    }

    private Batch MakeBatch(int partition)
    {
        var first = _next[partition];
        var count = random.Next(1, MostRecords + 1);
        var values = Enumerable.Range(first, count).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
        var compression = random.Next(4) == 0 ? CompressionType.Lz4 : CompressionType.None;
        var octets = _identity is null
            ? TestBatches.Of(values, compression)
            : TestBatches.Of(values, compression, _identity.ProducerId, _identity.ProducerEpoch, first);
        _next[partition] += count;
        return new Batch(first, count, octets);
    }
}
