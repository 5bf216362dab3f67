using System.Security.Cryptography;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Fetching;

/// <summary>The node's fetch sessions, bounded in number (max.incremental.fetch.session.cache.slots).</summary>
internal sealed class FetchSessions(int slots, TimeProvider time)
{
    // Kafka's own bound: a session used within this time is not evicted for another one.
    private const long MinEvictionMs = 120_000;
    private readonly Dictionary<int, FetchSession> _sessions = [];
    private readonly Lock _gate = new();

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>A new session, or null where there is no slot: the client then goes on without one.</summary>
    public FetchSession? Open(bool usesTopicIds)
    {
        lock (_gate)
        {
            var now = NowMs();
            if (_sessions.Count >= slots && !EvictOldest(now))
            {
                return null;
            }

            int id;
            do
            {
                id = RandomNumberGenerator.GetInt32(1, int.MaxValue);
            }
            while (_sessions.ContainsKey(id));
            return _sessions[id] = new FetchSession(id, usesTopicIds) { LastUsedMs = now };
        }
    }

    /// <summary>The session that an incremental request belongs to; its epoch moves on.</summary>
    public (FetchSession? Session, ErrorCode Error) Continue(int id, int epoch, bool usesTopicIds)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out var session))
            {
                return (null, ErrorCode.FetchSessionIdNotFound);
            }

            if (session.NextEpoch != epoch)
            {
                return (null, ErrorCode.InvalidFetchSessionEpoch);
            }

            if (session.UsesTopicIds != usesTopicIds)
            {
                return (null, ErrorCode.FetchSessionTopicIdError);
            }

            session.NextEpoch = FetchSession.EpochAfter(epoch);
            session.LastUsedMs = NowMs();
            return (session, ErrorCode.None);
        }
    }

    public void Close(int id)
    {
        lock (_gate)
        {
            _sessions.Remove(id);
        }
    }

    private bool EvictOldest(long now)
    {
        var oldest = _sessions.Values.MinBy(session => session.LastUsedMs);
        return oldest is not null && now - oldest.LastUsedMs > MinEvictionMs && _sessions.Remove(oldest.Id);
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
