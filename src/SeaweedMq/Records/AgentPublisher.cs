using Google.Protobuf;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// Sends messages through a SeaweedMQ agent. It acknowledges nothing, so a record is acknowledged here when it is seen in the log. It also chooses the
/// partition by the key, whatever the producer has chosen, so it can serve topics of one partition only. Values are RecordValues there: a value that is
/// one goes as it is, any other as one with the single field <see cref="Field"/>.
/// </summary>
/// <remarks>Its turns are the log's.</remarks>
internal sealed class AgentPublisher(
    string agent, Func<CancellationToken, Task<RecordTopic?>> find, RecordLog log, Channels channels, SeaweedMqOptions options, TimeProvider time) : IRecordPublisher
{
    /// <summary>The field that holds a value which is no RecordValue.</summary>
    public const string Field = "value";

    private Task _last = Task.CompletedTask;
    private AgentSession? _session;

    /// <inheritdoc/>
    public bool IsGone { get; private set; }

    /// <inheritdoc/>
    public long WaitingBytes { get; private set; }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordEntry>> PublishAsync(IReadOnlyList<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)> messages)
    {
        var publishing = PublishAfterAsync(_last, messages);
        _last = publishing;
        return publishing;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await EndSessionAsync();
    }

    private async Task<IReadOnlyList<RecordEntry>> PublishAfterAsync(
        Task before, IReadOnlyList<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)> messages)
    {
        var bytes = messages.Sum(message => (long)message.Key.Length + message.Value.Length);
        WaitingBytes += bytes;
        try
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await log.LookAsync();
            var from = log.End;
            var sent = messages.Select(message => (message.Key, Value: Wrap(message.Value))).ToList();
            var session = _session ??= await StartAsync();
            foreach (var (key, value) in sent)
                await session.SendAsync(key, value);
            return await AwaitAsync(sent, from);
        }
        catch (StorageException)
        {
            await EndSessionAsync();
            throw;
        }
        finally
        {
            WaitingBytes -= bytes;
        }
    }

    private async Task<AgentSession> StartAsync()
    {
        var topic = await find(CancellationToken.None);
        IsGone = topic is null;
        return topic switch
        {
            null => throw new StorageException("The topic is gone, or has begun anew"),
            { Partitions.Count: > 1 } => throw new NotSupportedException(
                $"A SeaweedMQ agent chooses partitions itself; the topic {topic.Name} has {topic.Partitions.Count}, and through an agent only one can be written to"),
            _ => await AgentSession.StartAsync(channels, agent, topic, options.CallTimeout),
        };
    }

    private async Task<IReadOnlyList<RecordEntry>> AwaitAsync(List<(ReadOnlyMemory<byte> Key, RecordValue Value)> sent, long from)
    {
        var began = time.GetTimestamp();
        var seen = new List<RecordEntry>();
        while (true)
        {
            foreach (var entry in log.TailFrom(from))
            {
                from = entry.Offset + 1;
                var (key, value) = sent[seen.Count];
                if (entry.Key.Span.SequenceEqual(key.Span) && TryParse(entry.Value)?.Equals(value) == true)
                    seen.Add(entry);
                if (seen.Count == sent.Count)
                    return seen;
            }

            if (time.GetElapsedTime(began) > options.CallTimeout + options.FlushInterval)
                throw new StorageUnavailableException("What the agent was given is not in the log");
            var grown = log.Grown;
            await grown.WaitAsync(log.Rest, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!grown.IsCompleted)
                await log.LookAsync();
        }
    }

    private async ValueTask EndSessionAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }

    private static RecordValue Wrap(ReadOnlyMemory<byte> value) => TryParse(value) is { Fields.Count: > 0 } record
        ? record
        : new RecordValue { Fields = { [Field] = new Value { BytesValue = ByteString.CopyFrom(value.Span) } } };

    // Bytes that only happen to look like one are not taken for one: written again they would be others.
    private static RecordValue? TryParse(ReadOnlyMemory<byte> value)
    {
        try
        {
            var record = RecordValue.Parser.ParseFrom(value.Span);
            return record.CalculateSize() == value.Length ? record : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
