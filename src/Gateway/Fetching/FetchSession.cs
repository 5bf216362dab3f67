using KafkaGateway.Contracts.Messages;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Fetching;

/// <summary>
/// An incremental fetch session (KIP-227): the client names its partitions once and then only changes; the answer leaves out partitions
/// without news. The partitions that gave data go to the end, so that all get their turn when the answer is full.
/// </summary>
internal sealed class FetchSession(int id)
{
    private readonly LinkedList<FetchTarget> _targets = new();
    private readonly Dictionary<FetchKey, LinkedListNode<FetchTarget>> _byKey = [];

    public int Id { get; } = id;

    /// <summary>The epoch that the client's next request must carry.</summary>
    public int NextEpoch { get; set; } = 1;

    /// <summary>When it was last used, ms; the cache evicts the oldest.</summary>
    public long LastUsedMs { get; set; }

    public int Size => _byKey.Count;

    public IEnumerable<FetchTarget> Targets => _targets;

    public void Put(FetchTarget target)
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

    public void Forget(FetchKey key)
    {
        if (_byKey.Remove(key, out var node))
        {
            _targets.Remove(node);
        }
    }

    /// <summary>Whether the client must hear of this answer; notes that it has.</summary>
    public bool Tell(FetchTarget target, ReadResponse answer)
    {
        var hasRecords = answer.Records is { Length: > 0 };
        var news = hasRecords || answer.ErrorCode != ErrorCode.None || answer.DivergingEpoch >= 0
            || target.ToldHighWatermark != answer.HighWatermark || target.ToldLogStartOffset != answer.LogStartOffset;
        target.ToldHighWatermark = answer.HighWatermark;
        target.ToldLogStartOffset = answer.LogStartOffset;
        if (hasRecords && _byKey.TryGetValue(target.Key, out var node) && node.Next is not null)
        {
            _targets.Remove(node);
            _targets.AddLast(node);
        }

        return news;
    }

    /// <summary>After 2147483647 comes 1.</summary>
    public static int EpochAfter(int epoch) => epoch == int.MaxValue ? 1 : epoch + 1;
}
