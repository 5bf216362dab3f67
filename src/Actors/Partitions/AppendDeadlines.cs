using KafkaGateway.Contracts.Actors;

namespace KafkaGateway.Actors.Partitions;

/// <summary>Ends the wait of appends whose producers will not wait longer. What they wait for goes on.</summary>
internal sealed class AppendDeadlines(ITurnScheduler turns, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private readonly LinkedList<(DateTimeOffset Deadline, TaskCompletionSource<bool> IsInTime)> _waiting = new();
    private bool _isLooking;

    /// <summary>Whether the work is done before the time is up; its failure is the caller's to look at.</summary>
    public async ValueTask<bool> IsInTimeAsync(Task work, TimeSpan timeout)
    {
        if (work.IsCompleted)
        {
            return true;
        }

        var isInTime = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = _waiting.AddLast((time.GetUtcNow() + timeout, isInTime));
        if (!_isLooking)
        {
            _isLooking = true;
            turns.Schedule(LookEvery, LookAsync);
        }

        _ = AwaitAsync(work, waiting);
        return await isInTime.Task;
    }

    private async Task AwaitAsync(Task work, LinkedListNode<(DateTimeOffset Deadline, TaskCompletionSource<bool> IsInTime)> waiting)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (waiting.Value.IsInTime.TrySetResult(true))
        {
            _waiting.Remove(waiting);
        }
    }

    private ValueTask LookAsync()
    {
        var now = time.GetUtcNow();
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Deadline <= now)
            {
                _waiting.Remove(node);
                node.Value.IsInTime.TrySetResult(false);
            }

            node = next;
        }

        _isLooking = _waiting.Count > 0;
        if (_isLooking)
        {
            turns.Schedule(LookEvery, LookAsync);
        }

        return default;
    }
}
