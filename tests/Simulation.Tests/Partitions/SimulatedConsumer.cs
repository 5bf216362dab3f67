using System.Buffers;
using System.Text;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>
/// Reads from the beginning, remembers what it saw, and forgets again what it is told was lost with a power cut. Nothing else may ever make it go
/// back.
/// </summary>
internal sealed class SimulatedConsumer(World world, PartitionHost host, PartitionCalls calls, KnownEnd known)
{
    private readonly List<int> _powerCutsWhenAsked = [];
    private (int Epoch, long Offset, int PowerCuts) _highWatermark = (-1, 0, 0);

    /// <summary>The values seen and the leader epochs they came with; an index is an offset.</summary>
    public List<(string Value, int Epoch)> Seen { get; } = [];

    private int LastEpoch => Seen.Count == 0 ? -1 : Seen[^1].Epoch;

    public async Task RunAsync()
    {
        while (true)
        {
            await ReadAsync(maxWaitMs: world.Random.Next(0, 1000));
            await world.Delay(world.Span(TimeSpan.FromMilliseconds(100)));
            if (Seen.Count > 0 && world.Chance(0.1))
                await ValidateAsync();
        }
    }

    /// <summary>Reads once; false where there is nothing more.</summary>
    public async Task<bool> ReadAsync(int maxWaitMs)
    {
        var powerCuts = host.PowerCuts;
        var answer = await calls.ReadAsync(new ReadRequest
        {
            FetchOffset = Seen.Count,
            MaxBytes = world.Random.Next(1, 2000),
            MinBytes = world.Random.Next(1, 300),
            MaxWaitMs = maxWaitMs,
            AtLeastOneBatch = true,
            CurrentLeaderEpoch = world.Chance(0.3) ? _highWatermark.Epoch : -1,
            // Who does not say which epoch he saw last cannot be told of what a power cut took from him.
            LastFetchedEpoch = host.MayLosePower || world.Chance(0.7) ? LastEpoch : -1,
        });
        world.Trace($"consumer at {Seen.Count}: {answer?.ErrorCode.ToString() ?? "silence"} epoch {answer?.LeaderEpoch} {answer?.HighWatermark} {answer?.Records?.Length}");
        switch (answer)
        {
            case null or { ErrorCode: ErrorCode.KafkaStorageError or ErrorCode.NotLeaderOrFollower or ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownLeaderEpoch }:
                return true;
            case { ErrorCode: not ErrorCode.None }:
                throw new InvalidOperationException($"A consumer at {Seen.Count} was answered {answer.ErrorCode} by epoch {answer.LeaderEpoch}");
            case { DivergingEpoch: >= 0 }:
                world.Trace($"consumer at {Seen.Count} diverges at {answer.DivergingEndOffset}");
                Diverge(answer.DivergingEpoch, answer.DivergingEndOffset);
                return true;
            default:
                CheckHighWatermark(answer, powerCuts);
                var before = Seen.Count;
                Take(answer.Records ?? ReadOnlySequence<byte>.Empty, powerCuts);
                return Seen.Count > before || Seen.Count < answer.HighWatermark;
        }
    }

    /// <summary>Asks, as clients do when the leader has changed, whether what it read is still what the log holds (KIP-320).</summary>
    private async Task ValidateAsync()
    {
        var (epoch, end, powerCuts) = (LastEpoch, Seen.Count, host.PowerCuts);
        var answer = await calls.EndOfEpochAsync(epoch);
        if (answer is not { ErrorCode: ErrorCode.None } || host.PowerCuts != powerCuts || powerCuts > _powerCutsWhenAsked[end - 1])
            return;
        if (answer.LeaderEpoch != epoch || answer.EndOffset < end)
            throw new InvalidOperationException($"A consumer at {end} in epoch {epoch} was told that {answer.LeaderEpoch} ended at {answer.EndOffset}");
    }

    // Only owners who are at least as new as the last one count: an older one may know less.
    private void CheckHighWatermark(ReadResponse answer, int powerCuts)
    {
        if (answer.LeaderEpoch < _highWatermark.Epoch)
            return;
        if (answer.HighWatermark < _highWatermark.Offset && _highWatermark.PowerCuts == host.PowerCuts)
            throw new InvalidOperationException($"A consumer saw the high watermark go from {_highWatermark.Offset} to {answer.HighWatermark}");
        _highWatermark = (answer.LeaderEpoch, answer.HighWatermark, powerCuts);
        known.Note(answer.HighWatermark, isFlushed: false, powerCuts);
    }

    private void Take(ReadOnlySequence<byte> records, int powerCuts)
    {
        foreach (var batch in RecordBatches.Enumerate(records))
        {
            using var decoded = DecodedRecords.Open(batch.Memory, long.MaxValue);
            for (var reader = decoded.Read(); reader.Read();)
            {
                if (reader.Offset < Seen.Count)
                    continue;
                if (reader.Offset > Seen.Count)
                    throw new InvalidOperationException($"A consumer at {Seen.Count} got offset {reader.Offset}");
                Seen.Add((Encoding.UTF8.GetString(reader.Value), batch.Header.PartitionLeaderEpoch));
                _powerCutsWhenAsked.Add(powerCuts);
            }
        }
    }

    private void Diverge(int epoch, long endOffset)
    {
        var end = (int)Math.Min(Seen.Count, endOffset);
        while (end > 0 && Seen[end - 1].Epoch > epoch)
            end--;
        if (end == Seen.Count)
            throw new InvalidOperationException($"A consumer at {Seen.Count} was told of a divergence at {epoch}/{endOffset}, which is none");
        if (_powerCutsWhenAsked.Skip(end).Any(powerCuts => powerCuts == host.PowerCuts))
            throw new InvalidOperationException($"A consumer at {Seen.Count} was sent back to {end}, although no power cut took what it had read");
        Seen.RemoveRange(end, Seen.Count - end);
        _powerCutsWhenAsked.RemoveRange(end, _powerCutsWhenAsked.Count - end);
    }
}
