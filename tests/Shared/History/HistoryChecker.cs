namespace KafkaGateway.Shared.History;

/// <summary>Finds what must not happen in what clients saw.</summary>
/// <param name="settleWithin">How long a group may take to be stable.</param>
/// <param name="retriedTopics">The topics of producers that are not idempotent, where a number may be there again after a retry.</param>
internal sealed class HistoryChecker(TimeSpan settleWithin, params string[] retriedTopics)
{
    public List<Anomaly> Check(IReadOnlyList<Observation> history)
    {
        var logs = history.OfType<Stored>().GroupBy(stored => stored.Place)
            .ToDictionary(log => log.Key, log => log.ToDictionary(stored => stored.Offset, stored => stored.Number));
        return
        [
            .. logs.SelectMany(log => Order(log.Key, log.Value)),
            .. history.OfType<Acknowledged>().SelectMany(write => Lost(write, logs.GetValueOrDefault(write.Place) ?? [])),
            .. history.OfType<Polled>().GroupBy(poll => (poll.Consumer, poll.Place)).SelectMany(polls => Polls(polls, logs.GetValueOrDefault(polls.Key.Place) ?? [])),
            .. Offsets(history),
            .. history.OfType<GroupSettled>().Where(group => group.Took is null || group.Took > settleWithin)
                .Select(group => new Anomaly(AnomalyKind.StuckGroup, $"{group.Group} took {group.Took?.ToString() ?? "for ever"}")),
            .. history.OfType<FatalAnswer>().Select(answer => new Anomaly(AnomalyKind.FatalError, $"{answer.Client}: {answer.What}")),
        ];
    }

    private IEnumerable<Anomaly> Order(Place place, Dictionary<long, int> log)
    {
        var seen = new HashSet<int>();
        var highest = -1;
        foreach (var (offset, number) in log.OrderBy(record => record.Key))
        {
            if (!seen.Add(number))
            {
                if (!retriedTopics.Contains(place.Topic))
                    yield return new(AnomalyKind.Duplicate, $"{place} has {number} again at {offset}");
            }
            else if (number < highest)
            {
                yield return new(AnomalyKind.Reordered, $"{place} has {number} at {offset}, behind {highest}");
            }

            highest = Math.Max(highest, number);
        }
    }

    private static IEnumerable<Anomaly> Lost(Acknowledged write, Dictionary<long, int> log)
    {
        var isThere = write.Offset < 0 ? log.ContainsValue(write.Number) : log.TryGetValue(write.Offset, out var number) && number == write.Number;
        if (!isThere)
            yield return new(AnomalyKind.LostWrite, $"{write.Place}: {write.Number} was acknowledged at {write.Offset}, {At(log, write.Offset)}");
    }

    private static IEnumerable<Anomaly> Polls(IEnumerable<Polled> polls, Dictionary<long, int> log)
    {
        var last = -1L;
        foreach (var poll in polls)
        {
            if (poll.Offset <= last)
                yield return new(AnomalyKind.NonMonotonicPoll, $"{poll.Consumer} read {poll.Place} at {poll.Offset} after {last}");
            else if (poll.Offset > last + 1)
                yield return new(AnomalyKind.SkippedPoll, $"{poll.Consumer} read {poll.Place} at {poll.Offset} after {last}");
            if (!log.TryGetValue(poll.Offset, out var number) || number != poll.Number)
                yield return new(AnomalyKind.ReadThenLost, $"{poll.Consumer} read {poll.Number} from {poll.Place} at {poll.Offset}, {At(log, poll.Offset)}");
            last = Math.Max(last, poll.Offset);
        }
    }

    private static IEnumerable<Anomaly> Offsets(IReadOnlyList<Observation> history)
    {
        var committed = new Dictionary<(string, Place), long>();
        foreach (var observation in history)
        {
            if (observation is Committed commit)
                committed[(commit.Group, commit.Place)] = commit.Offset;
            else if (observation is CommitRead read && committed.TryGetValue((read.Group, read.Place), out var last) && read.Offset < last)
                yield return new(AnomalyKind.OffsetRegression, $"{read.Group} committed {last} of {read.Place} and then read {read.Offset}");
        }
    }

    private static string At(Dictionary<long, int> log, long offset) =>
        log.TryGetValue(offset, out var number) ? $"where {number} is now" : "where nothing is now";
}
