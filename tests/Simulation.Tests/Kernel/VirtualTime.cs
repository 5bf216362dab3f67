namespace KafkaGateway.Simulation.Tests.Kernel;

/// <summary>A clock that stands still until the world moves it.</summary>
public sealed class VirtualTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>Since the world began.</summary>
    public TimeSpan Elapsed => Now - Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("Actors take their timers from their turn scheduler.");

    internal void MoveTo(DateTimeOffset time) => Now = time > Now ? time : Now;
}
