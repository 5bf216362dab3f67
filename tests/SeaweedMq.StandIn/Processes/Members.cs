using System.Collections.Concurrent;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>Who has told the master lately that he is there, one of each type.</summary>
internal sealed class Members(TimeProvider time)
{
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (string Address, long At)> _members = [];

    public void Join(string type, string address) => _members[type] = (address, time.GetTimestamp());

    public string? AddressOf(string type) =>
        _members.TryGetValue(type, out var member) && time.GetElapsedTime(member.At) < SilentFor ? member.Address : null;
}
