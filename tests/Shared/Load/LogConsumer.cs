using System.Globalization;
using KafkaGateway.Shared.History;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Shared.Load;

/// <summary>Reads all partitions of some topics from the beginning, one poll after another.</summary>
internal sealed class LogConsumer : LoadClient
{
    private const short Version = 12;
    private const int MaxWaitMs = 500;
    private const int MaxBytes = 1 << 20;
    private readonly IReadOnlyList<string> _addresses;
    private readonly int _first;
    private readonly Dictionary<Place, long> _positions;
    private readonly Lock _gate = new();
    private readonly List<(Place Place, int Number, TaskCompletionSource Seen)> _waiting = [];
    private readonly Dictionary<Place, int> _highest = [];
    private readonly Func<Place, long, int, Observation> _observe;

    /// <param name="name">Its name in the history.</param>
    /// <param name="places">What to read.</param>
    /// <param name="addresses">The gateways.</param>
    /// <param name="first">The one to begin with.</param>
    /// <param name="history">Told of what was read.</param>
    /// <param name="observe">What a record that was read is there; null for a poll.</param>
    public LogConsumer(
        string name, IEnumerable<Place> places, IReadOnlyList<string> addresses, int first, ClusterHistory history, Func<Place, long, int, Observation>? observe = null)
        : base(name, history)
    {
        (_addresses, _first) = (addresses, first);
        _positions = places.ToDictionary(place => place, _ => 0L);
        _observe = observe ?? ((place, offset, number) => new Polled(name, place, offset, number));
    }

    /// <summary>Completes when that number, or one behind it, was read.</summary>
    public Task SeenAsync(Place place, int number)
    {
        lock (_gate)
        {
            if (_highest.GetValueOrDefault(place, -1) >= number)
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((place, number, seen));
            return seen.Task;
        }
    }

    /// <summary>Reads from here to the end, and ends.</summary>
    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        await using var client = new ClusterClient(_addresses, _first);
        while (await PollAsync(client, cancellationToken) is not true)
        {
        }
    }

    protected override string Doing => string.Join(' ', _positions.Select(position => $"{position.Key} at {position.Value}"));

    protected override async Task WorkAsync(CancellationToken stop)
    {
        await using var client = new ClusterClient(_addresses, _first);
        while (!stop.IsCancellationRequested)
            await PollAsync(client, stop);
    }

    /// <returns>Whether it is at the end of everything; null where that is not known.</returns>
    private async Task<bool?> PollAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var response = await client.TryCallAsync<FetchResponse>(FetchRequest.ApiKey, Request(), Version, cancellationToken);
        if (response is null)
            return null;
        var isAtEnd = true;
        var failed = false;
        foreach (var topic in response.Responses)
        {
            foreach (var partition in topic.Partitions)
            {
                var place = new Place(topic.Topic, partition.PartitionIndex);
                if (partition.ErrorCode != ErrorCode.None)
                {
                    failed = true;
                    Refuse($"{place} at {_positions[place]}: {partition.ErrorCode}", Retriable.Is(partition.ErrorCode));
                    continue;
                }

                Take(place, partition);
                isAtEnd &= _positions[place] == partition.HighWatermark;
            }
        }

        if (failed)
            await Task.Delay(Backoff, cancellationToken);
        return failed ? null : isAtEnd;
    }

    private void Take(Place place, FetchResponse.PartitionData partition)
    {
        foreach (var batch in RecordBatches.Enumerate(partition.Records!.Value))
        {
            using var decoded = DecodedRecords.Open(batch.Memory, long.MaxValue);
            var reader = decoded.Read();
            while (reader.Read())
            {
                // The first batch may begin before the offset that was asked for.
                if (reader.Offset < _positions[place])
                    continue;
                var number = int.Parse(reader.Value, CultureInfo.InvariantCulture);
                History.Add(_observe(place, reader.Offset, number));
                _positions[place] = reader.Offset + 1;
                See(place, number);
            }
        }
    }

    private void See(Place place, int number)
    {
        lock (_gate)
        {
            _highest[place] = Math.Max(number, _highest.GetValueOrDefault(place, -1));
            foreach (var (_, _, seen) in _waiting.Where(wait => wait.Place == place && wait.Number <= number))
                seen.TrySetResult();
            _waiting.RemoveAll(wait => wait.Seen.Task.IsCompleted);
        }
    }

    private FetchRequest Request() => new()
    {
        MaxWaitMs = MaxWaitMs,
        MinBytes = 1,
        MaxBytes = MaxBytes,
        Topics = [.. _positions.GroupBy(position => position.Key.Topic).Select(topic => new FetchRequest.FetchTopic
        {
            Topic = topic.Key,
            Partitions = [.. topic.Select(position => new FetchRequest.FetchPartition
            {
                Partition = position.Key.Partition,
                FetchOffset = position.Value,
                PartitionMaxBytes = MaxBytes,
            })],
        })],
    };
}
