using KafkaGateway.Shared.History;

namespace KafkaGateway.Shared.Load;

/// <summary>A client that works until it is stopped, whatever happens to the cluster; what it sees goes into the history.</summary>
internal abstract class LoadClient(string name, ClusterHistory history) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;
    private int _refused;

    /// <summary>After a retriable error, as clients do.</summary>
    protected static TimeSpan Backoff { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many answers it had to try again after.</summary>
    public int Refused => Volatile.Read(ref _refused);

    protected string Name => name;

    protected ClusterHistory History => history;

    public void Start() => _work = Task.Run(async () =>
    {
        try
        {
            await WorkAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception failure)
        {
            history.Add(new FatalAnswer(name, failure.ToString()));
        }
    });

    /// <summary>Ends the work; completes when nothing is under way any more.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        try
        {
            await _work.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            history.Add(new FatalAnswer(name, $"did not come to its end within {patience}: {Doing}"));
        }
    }

    /// <summary>Notes an error; one that clients do not try again after goes into the history.</summary>
    protected void Refuse(string what, bool isRetriable)
    {
        Interlocked.Increment(ref _refused);
        if (!isRetriable)
            history.Add(new FatalAnswer(name, what));
    }

    public void Dispose() => _stop.Dispose();

    public override string ToString() => $"{name}: {Doing}";

    /// <summary>What it waits for.</summary>
    protected virtual string Doing => "";

    protected abstract Task WorkAsync(CancellationToken stop);
}
