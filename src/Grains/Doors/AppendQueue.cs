using KafkaGateway.Contracts.Messages;
using KafkaGateway.Grains.Interfaces;

namespace KafkaGateway.Grains.Doors;

/// <summary>The appends on their way to one partition, for as long as there are any.</summary>
internal sealed class AppendQueue(IPartitionGrain partition, Action<AppendQueue> forget)
{
    // Far below the largest message that goes between processes; a single batch may be larger.
    private const int MaxBytesInCall = 16 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<(AppendRequest Request, TaskCompletionSource<AppendResponse> Answer)> _waiting = new();
    private bool _isRunning;
    private bool _isForgotten;

    /// <summary>Queues an append; null where this queue has run empty and been forgotten, so that another is in its place.</summary>
    public Task<AppendResponse>? TryAppend(AppendRequest request)
    {
        var answer = new TaskCompletionSource<AppendResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isForgotten)
                return null;
            _waiting.Enqueue((request, answer));
            if (_isRunning)
                return answer.Task;
            _isRunning = true;
        }

        _ = RunAsync();
        return answer.Task;
    }

    private async Task RunAsync()
    {
        while (Take() is { Length: > 0 } taken)
        {
            var answers = await AppendAsync(Array.ConvertAll(taken, append => append.Request));
            for (var i = 0; i < taken.Length; i++)
                taken[i].Answer.SetResult(answers[i]);
        }
    }

    private (AppendRequest Request, TaskCompletionSource<AppendResponse> Answer)[] Take()
    {
        lock (_gate)
        {
            var bytes = 0;
            var count = 0;
            foreach (var (request, _) in _waiting)
            {
                bytes += request.Batch.Length;
                if (count++ > 0 && bytes > MaxBytesInCall)
                {
                    count--;
                    break;
                }
            }

            var taken = new (AppendRequest, TaskCompletionSource<AppendResponse>)[count];
            for (var i = 0; i < count; i++)
                taken[i] = _waiting.Dequeue();
            if (count == 0)
            {
                _isForgotten = true;
                forget(this);
            }

            return taken;
        }
    }

    // Where the host is gone the batches may have been appended, which is what REQUEST_TIMED_OUT says: an idempotent producer sends them again and
    // is de-duplicated.
    private async Task<AppendResponse[]> AppendAsync(AppendRequest[] requests)
    {
        try
        {
            return await partition.AppendAllAsync(requests, CancellationToken.None);
        }
        catch (Exception failure)
        {
            return Array.ConvertAll(requests, _ => new AppendResponse { ErrorCode = ErrorCode.RequestTimedOut, ErrorMessage = failure.Message });
        }
    }
}
