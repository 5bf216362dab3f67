using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Fetching;

/// <summary>
/// An incremental fetch session (KIP-227): the client names its partitions once and then only changes; the answer leaves out partitions
/// without news. The partitions that gave data go to the end, so that all get their turn when the answer is full.
/// </summary>
/// <remarks>A client that uses one session on two connections at once gets wrong answers, but does no other harm.</remarks>
internal sealed class FetchSession(int id, bool usesTopicIds)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<FetchTarget> _targets = new();
    private readonly Dictionary<FetchKey, LinkedListNode<FetchTarget>> _byKey = [];

    public int Id { get; } = id;

    /// <summary>Whether its partitions are named by topic id, which is so for good.</summary>
    public bool UsesTopicIds { get; } = usesTopicIds;

    /// <summary>The epoch that the client's next request must carry.</summary>
    public int NextEpoch { get; set; } = 1;

    /// <summary>When it was last used, ms; the cache evicts the oldest.</summary>
    public long LastUsedMs { get; set; }

    /// <summary>Takes over what a request names and forgets what it no longer wants.</summary>
    /// <returns>All partitions of the session, in the order in which they should be served.</returns>
    public IReadOnlyList<FetchTarget> Update(IEnumerable<FetchTarget> named, IEnumerable<FetchKey> forgotten)
    {
        lock (_gate)
        {
            foreach (var target in named)
            {
                Put(target);
            }

            foreach (var key in forgotten)
            {
                if (_byKey.Remove(key, out var node))
                {
                    _targets.Remove(node);
                }
            }

            return [.. _targets];
        }
    }

    /// <summary>Whether the client must hear of this answer; notes that it has.</summary>
    public bool Tell(FetchTarget target, ReadResponse answer)
    {
        var hasRecords = answer.Records is { Length: > 0 };
        var failed = answer.ErrorCode != ErrorCode.None;
        var news = hasRecords || failed || answer.DivergingEpoch >= 0
            || target.ToldHighWatermark != answer.HighWatermark || target.ToldLogStartOffset != answer.LogStartOffset;

        // After an error the partition is told again, whether or not it has changed.
        target.ToldHighWatermark = failed ? -1 : answer.HighWatermark;
        target.ToldLogStartOffset = answer.LogStartOffset;
        if (hasRecords)
        {
            MoveToEnd(target.Key);
        }

        return news;
    }

    /// <summary>After 2147483647 comes 1.</summary>
    public static int EpochAfter(int epoch) => epoch == int.MaxValue ? 1 : epoch + 1;

    private void Put(FetchTarget target)
    {
        if (_byKey.TryGetValue(target.Key, out var known))
        {
            target.ToldHighWatermark = known.Value.ToldHighWatermark;
            target.ToldLogStartOffset = known.Value.ToldLogStartOffset;
            known.Value = target;
        }
        else
        {
            _byKey[target.Key] = _targets.AddLast(target);
        }
    }

    private void MoveToEnd(FetchKey key)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node) && node.Next is not null)
            {
                _targets.Remove(node);
                _targets.AddLast(node);
            }
        }
    }
}
