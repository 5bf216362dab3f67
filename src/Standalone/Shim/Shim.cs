#pragma warning disable
using System.Buffers;
using System.Runtime.CompilerServices;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Contracts.Storage;
using Microsoft.Extensions.Logging;
namespace KafkaGateway.Standalone;
internal sealed class NodeStorage : IRecordLogs, IStateStore, IOffsetStore
{
    public IRecordLogs Logs => this; public IStateStore States => this; public IOffsetStore Offsets => this;
    public static async ValueTask<NodeStorage> OpenAsync(string? dir, BrokerSettings s, ILogger l, TimeProvider t, CancellationToken ct) => new();
    public ValueTask DisposeAsync() => default;
    public async ValueTask<IRecordLog> OpenAsync(PartitionKey key, SegmentLayout layout, CancellationToken ct) => new Log();
    public async ValueTask DeleteAsync(PartitionKey key, CancellationToken ct) { }
    Dictionary<(string, string), StoredState> _s = new();
    public async ValueTask<StoredState?> ReadAsync(string kind, string key, CancellationToken ct) { lock (_s) return _s.GetValueOrDefault((kind, key)); }
    public async ValueTask<long> WriteAsync(string kind, string key, ReadOnlyMemory<byte> v, long e, CancellationToken ct) { lock (_s) { var cur = _s.GetValueOrDefault((kind, key))?.Version ?? 0; if (cur != e) throw new StateConflictException("x"); _s[(kind, key)] = new(key, v.ToArray(), cur + 1); return cur + 1; } }
    public async ValueTask DeleteAsync(string kind, string key, long e, CancellationToken ct) { lock (_s) _s.Remove((kind, key)); }
    public async IAsyncEnumerable<StoredState> ListAsync(string kind, [EnumeratorCancellation] CancellationToken ct) { List<StoredState> all; lock (_s) all = _s.Where(k => k.Key.Item1 == kind).Select(k => k.Value).ToList(); foreach (var a in all) yield return a; }
    Dictionary<string, Dictionary<TopicPartition, CommittedOffset>> _o = new();
    public async ValueTask<IReadOnlyDictionary<TopicPartition, CommittedOffset>> LoadAsync(string g, CancellationToken ct) { lock (_o) return new Dictionary<TopicPartition, CommittedOffset>(_o.GetValueOrDefault(g) ?? new()); }
    public async ValueTask WriteAsync(string g, long ep, IReadOnlyCollection<OffsetChange> ch, CancellationToken ct) { lock (_o) { if (!_o.TryGetValue(g, out var d)) _o[g] = d = new(); foreach (var c in ch) if (c.Offset is null) d.Remove(c.Partition); else d[c.Partition] = c.Offset; } }
    public async IAsyncEnumerable<string> ListGroupsAsync([EnumeratorCancellation] CancellationToken ct) { foreach (var k in _o.Keys.ToList()) yield return k; }
    sealed class Seg : ReadOnlySequenceSegment<byte> { public Seg(ReadOnlyMemory<byte> m, Seg? p) { Memory = m; if (p != null) { RunningIndex = p.RunningIndex + p.Memory.Length; p.Next = this; } } }
    sealed class Log : IRecordLog
    {
        List<LogBatch> _b = new(); long _start, _end, _size;
        public LogBounds Bounds => new(_start, _end, _size);
        public IReadOnlyList<EpochStart> Epochs => _b.Count == 0 ? [] : [new(_b[0].LeaderEpoch, _b[0].BaseOffset)];
        public ValueTask AppendAsync(IReadOnlyList<LogBatch> batches, CancellationToken ct) { lock (_b) foreach (var x in batches) { _b.Add(x); _end = x.LastOffset + 1; _size += x.Bytes.Length; } return default; }
        public ValueTask FlushAsync(CancellationToken ct) => default;
        public ValueTask<ReadOnlySequence<byte>> ReadAsync(long offset, int max, bool one, CancellationToken ct)
        {
            lock (_b)
            {
                int lo = 0, hi = _b.Count; while (lo < hi) { var m = (lo + hi) / 2; if (_b[m].LastOffset < offset) lo = m + 1; else hi = m; }
                Seg? f = null, l = null; long total = 0;
                for (; lo < _b.Count; lo++) { if (total + _b[lo].Bytes.Length > max && !(total == 0 && one)) break; l = new Seg(_b[lo].Bytes, l); f ??= l; total += _b[lo].Bytes.Length; }
                return new(f is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(f, 0, l!, l!.Memory.Length));
            }
        }
        public ValueTask<long?> FindByTimestampAsync(long ts, CancellationToken ct) { lock (_b) foreach (var x in _b) if (x.MaxTimestamp >= ts) return new(x.BaseOffset); return new((long?)null); }
        public ValueTask<long?> FindMaxTimestampAsync(CancellationToken ct) { lock (_b) return new(_b.Count == 0 ? null : _b.MaxBy(x => x.MaxTimestamp).BaseOffset); }
        public ValueTask TrimAsync(long o, CancellationToken ct) { _start = o; return default; }
        public ValueTask<long> ApplyRetentionAsync(RetentionLimits l, long n, CancellationToken ct) => new(_start);
        public void Configure(SegmentLayout l) { }
        public ValueTask SaveSnapshotAsync(LogSnapshot s, CancellationToken ct) => default;
        public ValueTask<LogSnapshot?> LoadSnapshotAsync(CancellationToken ct) => new((LogSnapshot?)null);
        public ValueTask DisposeAsync() => default;
    }
}
