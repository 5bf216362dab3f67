using System.Buffers;
using System.Text;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>Reads from the beginning, remembers what it saw, and forgets again what it is told was lost with a power cut.</summary>
internal sealed class SimulatedConsumer(World world, PartitionCalls calls)
{
    /// <summary>The values seen and the leader epochs they came with; an index is an offset.</summary>
    public List<(string Value, int Epoch)> Seen { get; } = [];

    public async Task RunAsync()
    {
        while (true)
        {
            await ReadAsync(maxWaitMs: world.Random.Next(0, 1000));
            await world.Delay(world.Span(TimeSpan.FromMilliseconds(100)));
        }
    }

    /// <summary>Reads once; false where there is nothing more.</summary>
    public async Task<bool> ReadAsync(int maxWaitMs)
    {
        var answer = await calls.ReadAsync(new ReadRequest
        {
            FetchOffset = Seen.Count,
            MaxBytes = world.Random.Next(1, 2000),
            MinBytes = world.Random.Next(1, 300),
            MaxWaitMs = maxWaitMs,
            AtLeastOneBatch = true,
            LastFetchedEpoch = Seen.Count == 0 ? -1 : Seen[^1].Epoch,
        });
        world.Trace($"consumer at {Seen.Count}: {answer?.ErrorCode.ToString() ?? "silence"} {answer?.HighWatermark} {answer?.Records?.Length}");
        switch (answer)
        {
            case null or { ErrorCode: ErrorCode.KafkaStorageError or ErrorCode.NotLeaderOrFollower }:
                return true;
            case { ErrorCode: not ErrorCode.None }:
                throw new InvalidOperationException($"A consumer at {Seen.Count} was answered {answer.ErrorCode}");
            case { DivergingEpoch: >= 0 }:
                world.Trace($"consumer at {Seen.Count} diverges at {answer.DivergingEndOffset}");
                Forget(answer.DivergingEpoch, answer.DivergingEndOffset);
                return true;
            default:
                var before = Seen.Count;
                Take(answer.Records ?? ReadOnlySequence<byte>.Empty);
                return Seen.Count > before || Seen.Count < answer.HighWatermark;
        }
    }

    private void Take(ReadOnlySequence<byte> records)
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
            }
        }
    }

    private void Forget(int epoch, long endOffset)
    {
        var end = (int)Math.Min(Seen.Count, endOffset);
        while (end > 0 && Seen[end - 1].Epoch > epoch)
            end--;
        if (end == Seen.Count)
            throw new InvalidOperationException($"A consumer at {Seen.Count} was told of a divergence at {epoch}/{endOffset}, which is none");
        Seen.RemoveRange(end, Seen.Count - end);
    }
}
