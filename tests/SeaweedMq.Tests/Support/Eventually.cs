namespace KafkaGateway.SeaweedMq.Tests.Support;

/// <summary>Waits for what other threads bring about and tell nobody of.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    public static async Task Async(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(LookAgainAfter);
        while (!condition())
            await again.WaitForNextTickAsync(patience.Token);
    }
}
