namespace KafkaGateway.SeaweedMq.StandIn;

/// <summary>How the stand-in behaves. What is not said otherwise is as in SeaweedFS 4.44, with a shorter flush interval.</summary>
internal sealed record StandInOptions
{
    /// <summary>Sealed windows are written after at most this long; SeaweedFS knows whole seconds, 5 by default.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How often the last assigned offset is noted down in checkpoint.offset.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long unloading a partition takes beyond its last flush. Streams that are opened meanwhile lose what they send.</summary>
    public TimeSpan UnloadTime { get; init; } = TimeSpan.FromMilliseconds(113);

    /// <summary>For how long the broker believes what it has read about a topic.</summary>
    public TimeSpan TopicCacheTime { get; init; } = TimeSpan.FromSeconds(30);

    public int WindowBytes { get; init; } = 8 << 20;

    /// <summary>How many sealed windows stay readable in memory.</summary>
    public int KeptWindows { get; init; } = 4;

    /// <summary>How many sealed windows may wait to be written before publishers wait, too.</summary>
    public int QueuedWindows { get; init; } = 16;

    public long QueuedBytes { get; init; } = 128 << 20;

    /// <summary>
    /// Whether a subscriber that has read all is woken by what comes. In 4.44 it is not: nothing but the end of another subscription of
    /// the partition wakes it.
    /// </summary>
    public bool WakesSubscribers { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
