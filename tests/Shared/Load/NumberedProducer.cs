using System.Globalization;
using KafkaGateway.Shared.History;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Compression;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Shared.Load;

/// <summary>
/// Writes the numbers 0, 1, 2, ... to each partition of a topic with acks=all. What was not acknowledged is sent again, in the same batches and
/// before anything else, until it is.
/// </summary>
/// <param name="topic">Where to.</param>
/// <param name="partitions">How many it has.</param>
/// <param name="idempotent">Whether batches carry a producer id and sequences, and five of a partition may be under way at a time.</param>
/// <param name="addresses">The gateways.</param>
/// <param name="history">Told of acknowledgements.</param>
/// <param name="random">For the sizes of batches and the order of partitions.</param>
internal sealed class NumberedProducer(
    string topic, int partitions, bool idempotent, IReadOnlyList<string> addresses, ClusterHistory history, Random random)
    : LoadClient($"producer of {topic}", history)
{
    private const short Version = 9;
    private const short IdVersion = 4;
    private const int MostRecords = 12;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private readonly List<List<Batch>> _pending = [.. Enumerable.Range(0, partitions).Select(_ => new List<Batch>())];
    private readonly int[] _next = new int[partitions];
    private readonly Queue<Batch> _underWay = new();
    private InitProducerIdResponse? _identity;
    private string _lastTrouble = "";

    private sealed record Batch(int Partition, int FirstNumber, int Count, byte[] Octets);

    /// <summary>The number that a partition gets next.</summary>
    public int Next(int partition) => Volatile.Read(ref _next[partition]);

    protected override string Doing => $"{_pending.Sum(pending => pending.Count)} batches, {_lastTrouble}";

    protected override async Task WorkAsync(CancellationToken stop)
    {
        await using var client = new ClusterClient(addresses, random.Next(addresses.Count));
        using var pace = new PeriodicTimer(Pace);
        if (idempotent)
            await TakeIdAsync(client);
        var mustResend = true;
        while (!stop.IsCancellationRequested || _pending.Exists(pending => pending.Count > 0))
        {
            mustResend = mustResend ? !await ResendAsync(client)
                : !stop.IsCancellationRequested && MakeBatch() is { } batch ? !await SendAsync(client, batch) || !await pace.WaitForNextTickAsync(CancellationToken.None)
                : !await ReceiveAsync(client);
            if (mustResend)
            {
                await DrainAsync(client);
                await Task.Delay(Backoff, CancellationToken.None);
            }
        }
    }

    private async Task TakeIdAsync(ClusterClient client)
    {
        while (_identity is null)
        {
            var answer = await client.TryCallAsync<InitProducerIdResponse>(
                InitProducerIdRequest.ApiKey, new InitProducerIdRequest { TransactionalId = null }, IdVersion, CancellationToken.None);
            _identity = answer is { ErrorCode: ErrorCode.None } ? answer : null;
        }
    }

    private async Task<bool> ResendAsync(ClusterClient client)
    {
        foreach (var batch in _pending.SelectMany(pending => pending).ToList())
        {
            if (!await SendAsync(client, batch))
                return false;
        }

        return true;
    }

    private async Task<bool> SendAsync(ClusterClient client, Batch batch)
    {
        if (!await client.TrySendAsync(WireCalls.ProduceRequest(topic, batch.Octets, batch.Partition), Version, CancellationToken.None))
        {
            _underWay.Clear();
            return false;
        }

        _underWay.Enqueue(batch);
        return true;
    }

    // Answers to what was sent before the trouble: they may be good.
    private async Task DrainAsync(ClusterClient client)
    {
        while (_underWay.Count > 0)
            await ReceiveAsync(client);
    }

    /// <returns>Whether all is well; if not, what is pending has to be sent again.</returns>
    private async Task<bool> ReceiveAsync(ClusterClient client)
    {
        if (await client.TryReceiveAsync<ProduceResponse>(ProduceRequest.ApiKey, Version) is not { } response)
        {
            _underWay.Clear();
            return false;
        }

        var answer = response.Responses[0].PartitionResponses[0];
        var batch = _underWay.Dequeue();
        if (answer.ErrorCode is ErrorCode.None or ErrorCode.DuplicateSequenceNumber)
        {
            Settle(batch, answer.BaseOffset);
            return true;
        }

        _lastTrouble = $"{answer.ErrorCode}: {answer.ErrorMessage}";
        // A gap in the sequences is the consequence of an earlier batch's failure, and goes with it.
        var isConsequence = answer.ErrorCode is ErrorCode.OutOfOrderSequenceNumber && _pending[batch.Partition][0] != batch;
        Refuse($"{topic}/{batch.Partition}: {_lastTrouble}", isConsequence || Retriable.Is(answer.ErrorCode));
        return false;
    }

    private void Settle(Batch batch, long baseOffset)
    {
        if (!_pending[batch.Partition].Remove(batch))
            return;
        for (var i = 0; i < batch.Count; i++)
            History.Add(new Acknowledged(new(topic, batch.Partition), batch.FirstNumber + i, baseOffset < 0 ? -1 : baseOffset + i));
    }

    private Batch? MakeBatch()
    {
        var partition = random.Next(partitions);
        if (_pending[partition].Count >= (idempotent ? 5 : 1))
            return null;
        var first = _next[partition];
        var count = random.Next(1, MostRecords + 1);
        var values = Enumerable.Range(first, count).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
        var compression = random.Next(4) == 0 ? CompressionType.Lz4 : CompressionType.None;
        var octets = _identity is null
            ? TestBatches.Of(values, compression)
            : TestBatches.Of(values, compression, _identity.ProducerId, _identity.ProducerEpoch, first);
        Volatile.Write(ref _next[partition], first + count);
        var batch = new Batch(partition, first, count, octets);
        _pending[partition].Add(batch);
        return batch;
    }
}
