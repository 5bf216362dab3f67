using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Actors.Groups;

/// <summary>One scheduled turn for the earliest deadline. A deadline that moves back costs nothing: the turn finds nothing due and is set anew.</summary>
internal sealed class WakeUp(ITurnScheduler turns, TimeProvider time, Action turn) : IDisposable
{
    private IDisposable? _scheduled;
    private long _dueMs = long.MaxValue;

    /// <summary>Makes sure that the turn runs at that time or before.</summary>
    public void EnsureBy(long deadlineMs)
    {
        if (deadlineMs >= _dueMs)
            return;
        _scheduled?.Dispose();
        _dueMs = deadlineMs;
        var due = TimeSpan.FromMilliseconds(Math.Max(0, deadlineMs - time.GetUtcNow().ToUnixTimeMilliseconds()));
        _scheduled = turns.Schedule(due, () =>
        {
            (_scheduled, _dueMs) = (null, long.MaxValue);
            turn();
            return ValueTask.CompletedTask;
        });
    }

    public void Dispose()
    {
        _scheduled?.Dispose();
        (_scheduled, _dueMs) = (null, long.MaxValue);
    }
}
