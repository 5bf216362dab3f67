using System.Diagnostics;
using KafkaGateway.Contracts.Telemetry;

namespace KafkaGateway.Gateway.Connections;

/// <summary>
/// What the large requests of all connections may hold together, from the octets that arrive to the answer (queued.max.request.bytes).
/// A share is given while anything is left, so the last one may go over the limit; who comes then waits, unread, in the order of arrival.
/// </summary>
internal sealed class RequestMemory(long limitBytes)
{
    /// <summary>While others wait, a request that is still arriving must bring <see cref="LeastProgressBytes"/> in this time.</summary>
    public static readonly TimeSpan ProgressWithin = TimeSpan.FromSeconds(2);

    private const long LeastProgressBytes = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly Queue<(RequestShare Share, TaskCompletionSource Given)> _waiting = new();
    private readonly HashSet<RequestShare> _arriving = [];
    private long _held;

    /// <summary>Octets given and not returned.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    /// <summary>A share of that many octets, once there is room.</summary>
    /// <param name="bytes">The whole request, of which most has yet to arrive.</param>
    /// <param name="evict">Ends the connection of a client that holds a share, sends too slowly and keeps others waiting.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<RequestShare> TakeAsync(int bytes, Action evict, CancellationToken cancellationToken)
    {
        var share = new RequestShare(this, bytes, evict);
        TaskCompletionSource given;
        lock (_gate)
        {
            if (_waiting.Count == 0 && HasRoom)
            {
                Give(share);
                return share;
            }

            given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((share, given));
        }

        var since = Stopwatch.GetTimestamp();
        await using var giveUp = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetCanceled(), given);
        while (!given.Task.IsCompleted)
        {
            await Task.WhenAny(given.Task, Task.Delay(ProgressWithin, CancellationToken.None));
            EvictSlow(Environment.TickCount64);
        }

        KafkaMetrics.RequestMemoryWait.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
        await given.Task;
        return share;
    }

    /// <summary>The share's request has arrived in full.</summary>
    public void Arrived(RequestShare share)
    {
        lock (_gate)
        {
            _arriving.Remove(share);
        }
    }

    /// <summary>Takes a share back.</summary>
    public void Return(RequestShare share)
    {
        lock (_gate)
        {
            _held -= share.Bytes;
            _arriving.Remove(share);
            while (HasRoom && _waiting.TryDequeue(out var next))
            {
                if (next.Given.TrySetResult())
                {
                    Give(next.Share);
                }
            }
        }
    }

    private bool HasRoom => limitBytes < 0 || _held < limitBytes;

    private void Give(RequestShare share)
    {
        _held += share.Bytes;
        share.Restart(Environment.TickCount64);
        _arriving.Add(share);
    }

    private void EvictSlow(long nowMs)
    {
        List<RequestShare> slow;
        lock (_gate)
        {
            slow = _waiting.Count == 0 ? [] : [.. _arriving.Where(share => !share.Progresses(nowMs, LeastProgressBytes))];
        }

        slow.ForEach(share => share.Evict());
    }
}
