using System.Diagnostics;

namespace KafkaGateway.Bench.Commits;

/// <summary>Groups that commit at the same time: each again as soon as it is answered, or each at a pace of its own.</summary>
/// <param name="Groups">How many.</param>
/// <param name="Partitions">Partitions that each commit names.</param>
/// <param name="PartitionCommitsPerSecond">The pace of all together; 0 for as fast as it goes.</param>
/// <param name="Duration">How long it is measured.</param>
internal sealed record Load(int Groups, int Partitions, int PartitionCommitsPerSecond, TimeSpan Duration)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private TimeSpan Pace => PartitionCommitsPerSecond == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)Groups * Partitions / PartitionCommitsPerSecond);

    /// <summary>Runs it. A paced commit's time counts from when it was due, so that one that is late makes those after it late too.</summary>
    /// <param name="commit">Commits once: the group, and a number that grows with each of its commits.</param>
    public async Task<Times> RunAsync(Func<int, long, Task> commit)
    {
        var times = new Times();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Groups).Select(group => Task.Run(() => CommitAsync(group, start, commit, times))));
        return times with { Elapsed = Duration, PartitionsOfEach = Partitions };
    }

    private async Task CommitAsync(int group, long start, Func<int, long, Task> commit, Times times)
    {
        var own = new List<double>();
        for (long i = 0; ; i++)
        {
            var due = Stopwatch.GetElapsedTime(start);
            if (Pace > TimeSpan.Zero)
            {
                due = (Pace * group / Groups) + (Pace * i);
                if (due - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } wait)
                    await Task.Delay(wait);
            }

            if (due >= WarmUp + Duration)
                break;
            await commit(group, i);
            if (due >= WarmUp)
                own.Add((Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds);
        }

        times.Add(own);
    }
}
