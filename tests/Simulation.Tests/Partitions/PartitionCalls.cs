using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>
/// Calls over a way that delays them, so that they overtake each other, loses them or their answers, and delivers some twice, not always to the same
/// owner. A caller who hears nothing gives up and does not know what became of its call.
/// </summary>
internal sealed class PartitionCalls(World world, CallFaults faults, PartitionHost host)
{
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(world.Random.Next(50, 2000));

    /// <summary>How many calls were delivered twice.</summary>
    public int Repeated { get; private set; }

    /// <summary>The answer, and whether the call is delivered twice, so that the other delivery may have another outcome.</summary>
    public Task<(AppendResponse? Answer, bool IsRepeated)> AppendAsync(ReadOnlyMemory<byte> batch, short acks) => SendAsync(
        // A copy each, because the callee writes into what it is given.
        partition => partition.AppendAsync(new AppendRequest { Acks = acks, Batch = batch.ToArray() }, CancellationToken.None),
        error => new AppendResponse { ErrorCode = error });

    public Task<ReadResponse?> ReadAsync(ReadRequest request) => CallAsync(
        partition => partition.ReadAsync(request, CancellationToken.None), error => new ReadResponse { ErrorCode = error });

    public Task<FindOffsetResponse?> FindOffsetAsync(long timestamp) => CallAsync(
        partition => partition.FindOffsetAsync(new FindOffsetRequest { Timestamp = timestamp }, CancellationToken.None),
        error => new FindOffsetResponse { ErrorCode = error });

    public Task<EpochEndResponse?> EndOfEpochAsync(int epoch) => CallAsync(
        partition => partition.EndOfEpochAsync(new EpochEndRequest { LeaderEpoch = epoch }, CancellationToken.None),
        error => new EpochEndResponse { ErrorCode = error });

    public Task<PartitionDescription?> DescribeAsync() => CallAsync(
        partition => partition.DescribeAsync(CancellationToken.None), error => new PartitionDescription { ErrorCode = error });

    private async Task<T?> CallAsync<T>(Func<Partition, ValueTask<T>> call, Func<ErrorCode, T> refused)
        where T : class => (await SendAsync(call, refused)).Answer;

    private async Task<(T? Answer, bool IsRepeated)> SendAsync<T>(Func<Partition, ValueTask<T>> call, Func<ErrorCode, T> refused)
        where T : class
    {
        var answer = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var patience = world.At(_patience, () => answer.TrySetResult(null));
        world.Start(() => TravelAsync(call, refused, answer));
        var isRepeated = world.Chance(faults.Repetition);
        if (isRepeated)
        {
            Repeated++;
            world.Start(() => TravelAsync(call, refused, answer));
        }

        return (await answer.Task, isRepeated);
    }

    private async Task TravelAsync<T>(Func<Partition, ValueTask<T>> call, Func<ErrorCode, T> refused, TaskCompletionSource<T?> answer)
        where T : class
    {
        await world.Delay(world.Span(faults.MaxDelay));
        if (world.Chance(faults.Loss))
            return;
        T? result;
        try
        {
            result = await host.CallAsync(call);
        }
        catch (StorageException)
        {
            result = refused(ErrorCode.KafkaStorageError);
        }
        catch (FencedException)
        {
            result = refused(ErrorCode.NotLeaderOrFollower);
        }

        if (result is null || world.Chance(faults.Loss))
            return;
        await world.Delay(world.Span(faults.MaxDelay));
        answer.TrySetResult(result);
    }
}
