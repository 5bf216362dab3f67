using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Partitions;

/// <summary>
/// Calls over a way that delays them, so that they overtake each other, and loses them or their answers. A caller who hears nothing gives up
/// and does not know what became of its call.
/// </summary>
internal sealed class PartitionCalls(World world, CallFaults faults, PartitionHost host)
{
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(world.Random.Next(50, 2000));

    public Task<AppendResponse?> AppendAsync(ReadOnlyMemory<byte> batch, short acks) => CallAsync(
        // A copy each, because the callee writes into what it is given.
        partition => partition.AppendAsync(new AppendRequest { Acks = acks, Batch = batch.ToArray() }, CancellationToken.None),
        new AppendResponse { ErrorCode = ErrorCode.KafkaStorageError });

    public Task<ReadResponse?> ReadAsync(ReadRequest request) => CallAsync(
        partition => partition.ReadAsync(request, CancellationToken.None),
        new ReadResponse { ErrorCode = ErrorCode.KafkaStorageError });

    private async Task<T?> CallAsync<T>(Func<Partition, ValueTask<T>> call, T failed)
        where T : class
    {
        var answer = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var patience = world.At(_patience, () => answer.TrySetResult(null));
        world.Start(() => TravelAsync(call, failed, answer));
        return await answer.Task;
    }

    private async Task TravelAsync<T>(Func<Partition, ValueTask<T>> call, T failed, TaskCompletionSource<T?> answer)
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
            result = failed;
        }

        if (result is null || world.Chance(faults.Loss))
            return;
        await world.Delay(world.Span(faults.MaxDelay));
        answer.TrySetResult(result);
    }
}
