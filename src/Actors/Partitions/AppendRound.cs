using System.Diagnostics;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;

namespace KafkaGateway.Actors.Partitions;

/// <summary>Batches that go to the log in one append: all that came while the append before was under way.</summary>
internal sealed class AppendRound
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SharedTrace _trace;

    public List<LogBatch> Batches { get; } = [];

    public int Bytes { get; private set; }

    /// <summary>Completes when the log has all of the round's batches, and fails with what the log failed with.</summary>
    public Task Done => _done.Task;

    public void Add(in LogBatch batch)
    {
        Batches.Add(batch);
        Bytes += batch.Bytes.Length;
        _trace.Join(Activity.Current);
    }

    /// <summary>What follows is done for the requests of this round.</summary>
    public void Begin() => _trace.GoOn();

    public void Complete() => _done.SetResult();

    public void Fail(Exception cause) => _done.SetException(cause);
}
