using System.Globalization;

namespace KafkaGateway.Bench.Commits;

/// <summary>What single commits took, in milliseconds.</summary>
internal sealed record Times
{
    private readonly List<double> _all = [];

    public TimeSpan Elapsed { get; init; }

    public int PartitionsOfEach { get; init; } = 1;

    public int Count => _all.Count;

    public double PartitionCommitsPerSecond => _all.Count * PartitionsOfEach / Elapsed.TotalSeconds;

    public void Add(IEnumerable<double> own)
    {
        lock (_all)
            _all.AddRange(own);
    }

    public double Percentile(double share)
    {
        _all.Sort();
        return _all.Count == 0 ? double.NaN : _all[Math.Min((int)(_all.Count * share), _all.Count - 1)];
    }

    /// <summary>A row of the tables in bench/README.md.</summary>
    public string Row(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {PartitionCommitsPerSecond:F0} | {Percentile(0.5):F1} | {Percentile(0.99):F1} | {Percentile(1):F1} |");
}
