using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Groups;

/// <summary>
/// What was committed and read, in the order it happened. A read must return a commit that was sent before the read ended, and that no other
/// commit, begun when it was settled and acknowledged before the read began, has replaced. Every commit has a value of its own.
/// </summary>
internal sealed class OffsetHistory
{
    private readonly Dictionary<long, Commit> _commits = [];
    private long _moment;
    private long _lastValue;

    public long Now => ++_moment;

    public Commit Send(TopicPartition partition)
    {
        var commit = new Commit(partition, ++_lastValue, Now);
        _commits.Add(commit.Value, commit);
        return commit;
    }

    public void Acknowledge(Commit commit)
    {
        commit.Acknowledged = Math.Min(commit.Acknowledged, Now);
        if (!commit.Copies.WasRepeated)
            commit.Settled = commit.Acknowledged;
    }

    /// <summary>Where it was sent once, only its acknowledgement tells: storage may still be at it.</summary>
    public void CopiesDone(Commit commit)
    {
        if (commit.Copies.WasRepeated)
            commit.Settled = Now;
    }

    public void CheckRead(TopicPartition partition, long value, long readBegan)
    {
        Commit? read = null;
        if (value >= 0 && (!_commits.TryGetValue(value, out read) || read.Partition != partition))
            throw new InvalidOperationException($"{partition} has offset {value}, which nobody committed there.");
        if (read is { IsRefused: true })
            throw new InvalidOperationException($"{partition} has offset {value}, whose commit was refused.");
        var lost = _commits.Values.FirstOrDefault(commit =>
            commit.Partition == partition
            && commit.Acknowledged < readBegan
            && commit.Sent > (read?.Settled ?? -1));
        if (lost is not null)
            throw new InvalidOperationException($"{partition} has offset {value}, but {lost.Value} was acknowledged after it.");
        // What somebody has seen must stay, acknowledged or not.
        if (read is null)
            return;
        read.Acknowledged = Math.Min(read.Acknowledged, Now);
        if (!read.Copies.WasRepeated)
            read.Settled = Math.Min(read.Settled, Now);
    }

    internal sealed class Commit(TopicPartition partition, long value, long sent)
    {
        public TopicPartition Partition => partition;

        public long Value => value;

        public long Sent => sent;

        /// <summary>Endless where no answer came.</summary>
        public long Acknowledged { get; set; } = long.MaxValue;

        /// <summary>When it can take effect no more; endless where no answer came, or where it was delivered twice and a copy is still on its way.</summary>
        public long Settled { get; set; } = long.MaxValue;

        /// <summary>The call that carries it.</summary>
        public CallCopies Copies { get; } = new();

        public bool IsRefused { get; set; }
    }
}
