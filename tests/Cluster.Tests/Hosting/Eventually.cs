using System.Collections;

namespace KafkaGateway.Cluster.Tests.Hosting;

/// <summary>Waits for what nobody can be told of, because it happens in another process.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Completes when the answer is the expected one; the test fails when it is not in time.</summary>
    public static Task IsAsync<T>(T expected, Func<T> ask, TimeSpan? within = null) =>
        IsAsync(expected, () => Task.FromResult(ask()), within);

    /// <inheritdoc cref="IsAsync{T}(T, Func{T}, TimeSpan?)"/>
    public static async Task IsAsync<T>(T expected, Func<Task<T>> askAsync, TimeSpan? within = null)
    {
        if (expected is IEnumerable and not string)
            throw new ArgumentException("A collection is equal only to itself; compare texts");
        using var patience = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await askAsync();
            if (Equals(expected, answer) || patience.IsCancellationRequested)
            {
                Assert.Equal(expected, answer);
                return;
            }

            await Task.Delay(LookEvery);
        }
    }
}
