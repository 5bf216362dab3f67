namespace KafkaGateway.Grains.Doors;

/// <summary>How long a call to a grain may wait there, well below the time after which Orleans gives a call up. Longer waits are made of several.</summary>
internal sealed class CallPatience(TimeSpan responseTimeout)
{
    private readonly TimeSpan _longest = responseTimeout / 2;

    /// <summary>The longest wait of one call, at least 1 ms.</summary>
    public int LongestWaitMs { get; } = (int)Math.Clamp((responseTimeout / 2).TotalMilliseconds, 1, int.MaxValue);

    /// <summary>The wait, or the longest where that is shorter.</summary>
    public TimeSpan Limit(TimeSpan wait) => wait < _longest ? wait : _longest;
}
