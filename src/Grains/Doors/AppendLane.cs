using System.Diagnostics;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Doors;

/// <summary>
/// The appends of this process to one partition, until none is left. When a call fails what waits behind it fails too, so that producers send all of
/// it again, in order: alone it might overtake what came before, or meet an owner who has never seen that.
/// </summary>
/// <param name="ended">Told when none is left: this one takes no more.</param>
internal sealed class AppendLane(Action<AppendLane> ended)
{
    // What one message between processes may hold at most, but for a single batch that is larger.
    private const int LargestCallBytes = 8 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<Pending> _waiting = new();
    private bool _isSending;
    private bool _hasEnded;

    /// <summary>Appends behind what was given before; null where this lane has ended.</summary>
    public Task<AppendResponse>? TryAppend(IPartitionGrain partition, AppendRequest request)
    {
        var append = new Pending(request);
        lock (_gate)
        {
            if (_hasEnded)
                return null;
            _waiting.Enqueue(append);
            if (_isSending)
                return append.Task;
            _isSending = true;
        }

        _ = SendAllAsync(partition);
        return append.Task;
    }

    private async Task SendAllAsync(IPartitionGrain partition)
    {
        while (TakeNext() is { Count: > 0 } next)
        {
            var trace = new SharedTrace();
            foreach (var append in next)
                trace.Join(append.Trace);
            trace.GoOn();
            try
            {
                var answers = await partition.AppendAllAsync(next.ConvertAll(append => append.Request));
                for (var i = 0; i < next.Count; i++)
                    next[i].SetResult(answers[i]);
            }
            catch (Exception failure)
            {
                next.ForEach(append => append.TrySetException(failure));
                TakeAll().ForEach(append => append.SetException(failure));
            }
        }

        ended(this);
    }

    private List<Pending> TakeAll()
    {
        lock (_gate)
        {
            List<Pending> all = [.. _waiting];
            _waiting.Clear();
            return all;
        }
    }

    // Appends that are to wait for the disk do not hold up others: they go in calls of their own.
    private List<Pending> TakeNext()
    {
        var next = new List<Pending>();
        long bytes = 0;
        lock (_gate)
        {
            while (_waiting.TryPeek(out var append) && (next.Count == 0
                || (append.Request.Acks == next[0].Request.Acks && bytes + append.Request.Batch.Length <= LargestCallBytes)))
            {
                bytes += append.Request.Batch.Length;
                next.Add(_waiting.Dequeue());
            }

            _hasEnded = next.Count == 0;
        }

        return next;
    }

    private sealed class Pending(AppendRequest request) : TaskCompletionSource<AppendResponse>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public AppendRequest Request { get; } = request;

        public Activity? Trace { get; } = Activity.Current;
    }
}
