using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Actors.Partitions;

/// <summary>Batches that go to the log in one append: all that came while the append before was under way.</summary>
internal sealed class AppendRound
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<LogBatch> Batches { get; } = [];

    public int Bytes { get; private set; }

    /// <summary>Completes when the log has all of the round's batches, and fails with what the log failed with.</summary>
    public Task Done => _done.Task;

    public void Add(in LogBatch batch)
    {
        Batches.Add(batch);
        Bytes += batch.Bytes.Length;
    }

    public void Complete() => _done.SetResult();

    public void Fail(Exception cause) => _done.SetException(cause);
}
