using System.Globalization;
using System.Text;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>What a producer was told of a batch.</summary>
/// <param name="Values">Its records.</param>
/// <param name="Offset">Where the first one is.</param>
/// <param name="Acks">What it waited for.</param>
/// <param name="PowerCuts">How many power cuts there had been when it sent it.</param>
internal sealed record Acknowledged(IReadOnlyList<string> Values, long Offset, short Acks, int PowerCuts);

/// <summary>
/// Sends batches of a few records. An idempotent one sends each until it is acknowledged and never gets more than five ahead of one that is
/// not; like librdkafka it makes other batches of records that were refused for certain. Another one sends each once and does not care.
/// </summary>
internal sealed class SimulatedProducer(World world, PartitionHost host, PartitionCalls calls, KnownEnd known, string name, long producerId)
{
    private const int MaxInFlight = 5;
    private readonly short _acks = (short)(producerId >= 0 || world.Chance(0.5) ? -1 : 1);
    private readonly SortedSet<int> _inFlight = [];
    private int _batches;
    private bool _isKnown;

    public bool IsIdempotent => producerId >= 0;

    public string Name => name;

    /// <summary>All values sent, in order.</summary>
    public List<string> Sent { get; } = [];

    public List<Acknowledged> Acknowledged { get; } = [];

    public bool IsStopped { get; set; }

    public bool IsDone => IsStopped && _inFlight.Count == 0;

    public async Task RunAsync()
    {
        while (!IsStopped)
        {
            await world.Delay(world.Span(TimeSpan.FromMilliseconds(400)));
            // A partition that does not know the producer takes any sequence for its first, so the first batch goes alone.
            if (IsStopped || (_inFlight.Count > 0 && _batches - _inFlight.Min >= (_isKnown || !IsIdempotent ? MaxInFlight : 1)))
                continue;
            var values = Enumerable.Range(Sent.Count, world.Random.Next(1, 4)).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}/{i}")).ToList();
            var sequence = Sent.Count;
            Sent.AddRange(values);
            var index = _batches++;
            _inFlight.Add(index);
            world.Start(async () =>
            {
                await SendAsync(index, sequence, values);
                _inFlight.Remove(index);
            });
        }
    }

    private async Task SendAsync(int index, int sequence, List<string> values)
    {
        var batch = Batch(sequence, values);
        var mayBeStored = false;
        do
        {
            var (powerCuts, isFirst) = (host.PowerCuts, _inFlight.Min == index);
            var (answer, isRepeated) = await calls.AppendAsync(batch, _acks);
            world.Trace($"{name} {values[0]}..: {answer?.ErrorCode.ToString() ?? "silence"} {answer?.BaseOffset}");
            if (answer?.ErrorCode == ErrorCode.None)
            {
                _isKnown = true;
                Acknowledged.Add(new(values, answer.BaseOffset, _acks, powerCuts));
                known.Note(answer.BaseOffset + values.Count, isFlushed: _acks == -1, powerCuts);
                break;
            }

            // Clients take this for the loss of a batch that was acknowledged.
            if (answer?.ErrorCode == ErrorCode.OutOfOrderSequenceNumber && isFirst)
                throw new InvalidOperationException($"{name} was told that {values[0]}, behind what is acknowledged, is out of order: {answer.ErrorMessage}");
            if (answer is not (null or { ErrorCode: ErrorCode.OutOfOrderSequenceNumber or ErrorCode.RequestTimedOut }) && !IsRefused(answer))
                throw new InvalidOperationException($"{name} was answered {answer.ErrorCode}: {answer.ErrorMessage}");
            mayBeStored |= answer is null or { ErrorCode: ErrorCode.RequestTimedOut } || isRepeated;
            await world.Delay(world.Span(TimeSpan.FromMilliseconds(200)));
            // With others behind it more batches would follow it than a partition remembers.
            if (IsIdempotent && values.Count > 1 && !mayBeStored && IsRefused(answer) && _inFlight.Count == 1)
            {
                await SendAsync(index, sequence, values[..1]);
                await SendAsync(index, sequence + 1, values[1..]);
                return;
            }
        }
        while (IsIdempotent);
    }

    private static bool IsRefused(AppendResponse? answer) => answer is { ErrorCode: ErrorCode.KafkaStorageError or ErrorCode.NotLeaderOrFollower };

    private byte[] Batch(int sequence, List<string> values)
    {
        using var builder = new RecordBatchBuilder
        {
            ProducerId = producerId,
            ProducerEpoch = (short)(IsIdempotent ? 0 : -1),
            BaseSequence = IsIdempotent ? sequence : -1,
        };
        foreach (var value in values)
            builder.Append(world.Time.GetUtcNow().ToUnixTimeMilliseconds(), null, Encoding.UTF8.GetBytes(value));
        return builder.Build();
    }
}
