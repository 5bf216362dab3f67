using System.Diagnostics;
using System.Runtime.CompilerServices;
using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Admin.Consume;

/// <summary>Reads partitions of a topic from given offsets on, for ever: one long poll to each leader at a time.</summary>
internal sealed class PartitionReader(KafkaClient client, TopicLeaders topic, IReadOnlyDictionary<int, long> start, Action<string> warn)
    : IRecordSource
{
    private static readonly TimeSpan s_backoff = TimeSpan.FromMilliseconds(200);
    private readonly Dictionary<int, long> _positions = start.ToDictionary();
    private readonly FetchRequests _requests = new(client, topic);
    private readonly Stopwatch _failing = new();

    public async IAsyncEnumerable<IReadOnlyList<ConsumedRecord>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var polls = new Dictionary<int, Task<FetchResponse>>();
        AdminException? failure = null;
        while (true)
        {
            // While an old leader still answers, a new one must not be asked for the same records.
            if (failure is null || polls.Count == 0)
            {
                if (failure is not null)
                    await RecoverAsync(failure, cancellationToken);
                failure = null;
                try
                {
                    Poll(polls, cancellationToken);
                }
                catch (BrokerErrorException leaderless) when (leaderless.IsTransient)
                {
                    failure = leaderless;
                }
            }

            if (polls.Count == 0)
                continue;
            var answered = await Task.WhenAny(polls.Values);
            polls.Remove(polls.First(poll => poll.Value == answered).Key);
            var records = new List<ConsumedRecord>();
            failure = await TakeAsync(answered, records, cancellationToken) ?? failure;
            if (failure is null)
                _failing.Reset();
            if (records.Count > 0)
                yield return records;
        }
    }

    public void Printed(IReadOnlyList<ConsumedRecord> records)
    {
        // Nobody asks how far it has come.
    }

    private void Poll(Dictionary<int, Task<FetchResponse>> polls, CancellationToken cancellationToken)
    {
        foreach (var node in _positions.Keys.GroupBy(topic.LeaderOf).Where(node => !polls.ContainsKey(node.Key)).ToList())
        {
            polls[node.Key] = _requests.SendAsync(
                node.Key, [.. node.Select(partition => KeyValuePair.Create(partition, _positions[partition]))], cancellationToken);
        }
    }

    /// <summary>Adds what an answer holds, and moves on in its partitions.</summary>
    /// <returns>A failure that may pass, else null.</returns>
    private async Task<AdminException?> TakeAsync(Task<FetchResponse> answered, List<ConsumedRecord> records, CancellationToken cancellationToken)
    {
        AdminException? failure = null;
        try
        {
            var response = await answered;
            BrokerErrorException.ThrowIfFailed(response.ErrorCode, $"fetch of topic {topic.Name}");
            foreach (var partition in response.Responses.SelectMany(answer => answer.Partitions))
            {
                if (partition.ErrorCode == ErrorCode.OffsetOutOfRange)
                    await ReturnToLogAsync(partition.PartitionIndex, cancellationToken);
                else if (partition.ErrorCode.MayPass())
                    failure = new BrokerErrorException(partition.ErrorCode, $"partition {topic.Name}-{partition.PartitionIndex}");
                else
                    Take(partition, records);
            }
        }
        catch (AdminException passing) when (passing.IsTransient)
        {
            failure = passing;
        }

        return failure;
    }

    private void Take(FetchResponse.PartitionData partition, List<ConsumedRecord> records)
    {
        var name = new TopicPartition(topic.Name, partition.PartitionIndex);
        BrokerErrorException.ThrowIfFailed(partition.ErrorCode, $"partition {name}");
        if (partition.Records is not { IsEmpty: false } batches)
            return;
        var position = _positions[partition.PartitionIndex];
        records.AddRange(FetchedBatches.Read(name, batches, ref position));
        _positions[partition.PartitionIndex] = position;
    }

    /// <summary>Goes on at the start of a log whose older records were deleted meanwhile.</summary>
    private async Task ReturnToLogAsync(int partition, CancellationToken cancellationToken)
    {
        var name = new TopicPartition(topic.Name, partition);
        var position = _positions[partition];
        var start = (await client.OffsetsAsync([name], LogOffsets.Earliest, cancellationToken))[name];
        var end = (await client.OffsetsAsync([name], LogOffsets.Latest, cancellationToken))[name];
        if (position >= start)
            throw new AdminException($"partition {name} holds offsets {start} to {end}, not {position}");
        warn($"warning: {name} begins at offset {start} now; records {position} to {start - 1} are gone");
        _positions[partition] = start;
    }

    private async Task RecoverAsync(AdminException failure, CancellationToken cancellationToken)
    {
        _failing.Start();
        if (_failing.Elapsed > client.Timeout)
            throw failure;
        await Task.Delay(s_backoff, cancellationToken);
        await topic.RefreshAsync(cancellationToken);
    }
}
