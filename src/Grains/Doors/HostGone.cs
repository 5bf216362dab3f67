using KafkaGateway.Contracts.Storage;
using Orleans.Runtime;

namespace KafkaGateway.Grains.Doors;

/// <summary>What a call meets when the silo that hosts its actor is gone, going, or cannot be reached.</summary>
internal static class HostGone
{
    private const int Attempts = 12;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the failure says nothing of the call, only that its host is gone; it may have been carried out all the same.</summary>
    public static bool Is(Exception failure) => failure is OrleansException or TimeoutException or ObjectDisposedException;

    /// <summary>
    /// Makes a call that may be carried out twice again and again while its host is gone, which is over within seconds: another silo takes the actor.
    /// </summary>
    /// <exception cref="StorageException">No silo has answered.</exception>
    public static async ValueTask<T> RetryAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (Is(failure) && attempt < Attempts && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(pause, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (Exception failure) when (Is(failure))
            {
                throw new StorageException($"No silo answers: {failure.Message}", failure);
            }
        }
    }

    /// <inheritdoc cref="RetryAsync{T}"/>
    public static async ValueTask RetryAsync(Func<ValueTask> call, CancellationToken cancellationToken) => await RetryAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellationToken);

    /// <summary>The call's answer, or what the client is told where its host is gone: an error that it tries again after.</summary>
    public static async ValueTask<T> AnswerAsync<T>(ValueTask<T> call, Func<string, T> refuse)
    {
        try
        {
            return await call;
        }
        catch (Exception failure) when (Is(failure) || failure is StorageException)
        {
            return refuse(failure.Message);
        }
    }
}
