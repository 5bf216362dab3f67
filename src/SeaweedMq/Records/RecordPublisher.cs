using System.Threading.Channels;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Broker;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Logs;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.SeaweedMq.Records;

/// <summary>
/// Sends messages to one partition over one stream that stays open, also while there is nothing to send: a broker unloads topics that nobody has a
/// stream to. Other writers may have theirs beside it; the broker's offsets say in which order everything came.
/// </summary>
internal sealed class RecordPublisher : IRecordPublisher
{
    private readonly Channel<Publication> _waiting = Channel.CreateUnbounded<Publication>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly PartitionKey _key;
    private readonly Func<CancellationToken, Task<PhysicalTopic?>> _locate;
    private readonly PhysicalTopics _topics;
    private readonly Channels _channels;
    private readonly SeaweedMqOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MessageClock _clock;
    private readonly Task _running;
    private long _waitingBytes;

    /// <param name="key">Which partition.</param>
    /// <param name="locate">Where it is now, or null where it is no more.</param>
    /// <param name="topics">Asked whether the broker knows it.</param>
    /// <param name="channels">To the broker.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what operators should see.</param>
    public RecordPublisher(
        PartitionKey key,
        Func<CancellationToken, Task<PhysicalTopic?>> locate,
        PhysicalTopics topics,
        Channels channels,
        SeaweedMqOptions options,
        TimeProvider time,
        ILogger logger)
    {
        (_key, _locate, _topics, _channels, _options, _time, _logger) = (key, locate, topics, channels, options, time, logger);
        _clock = new MessageClock(time, 0);
        _running = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public bool IsGone { get; private set; }

    /// <inheritdoc/>
    public long WaitingBytes => Interlocked.Read(ref _waitingBytes);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordEntry>> PublishAsync(IReadOnlyList<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)> messages)
    {
        var publication = new Publication([.. messages.Select(message => new RecordEntry(-1, _clock.Next(), message.Key, message.Value))]);
        Interlocked.Add(ref _waitingBytes, publication.Bytes);
        if (!_waiting.Writer.TryWrite(publication))
            Fail(publication, new StorageException("The partition is closed"));
        return publication.Done;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (await _locate(_stopping.Token) is not { } topic)
                {
                    IsGone = true;
                    break;
                }

                await _topics.CheckLeaderAsync(topic, _stopping.Token);
                var stream = await PublishStream.OpenAsync(_channels, topic, _options.CallTimeout, CancellationToken.None);
                await new Session(this, stream).RunAsync();
            }
            catch (StorageException failure)
            {
                if (!_waiting.Reader.Completion.IsCompleted)
                    SeaweedMqLog.RecordStreamBroken(_logger, _key, failure.Message);
                FailWaiting(failure);
                await Task.Delay(_options.ReopenAfter, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The end.
            }
        }

        _waiting.Writer.TryComplete();
        FailWaiting(new StorageException("The partition is closed"));
    }

    private void FailWaiting(StorageException failure)
    {
        while (_waiting.Reader.TryRead(out var publication))
            Fail(publication, failure);
    }

    private void Fail(Publication publication, Exception failure)
    {
        Interlocked.Add(ref _waitingBytes, -publication.Bytes);
        publication.Fail(failure);
    }

    private void Complete(Publication publication)
    {
        Interlocked.Add(ref _waitingBytes, -publication.Bytes);
        publication.Complete();
    }

    /// <summary>The life of one stream: one loop sends, another reads the answers.</summary>
    private sealed class Session(RecordPublisher publisher, PublishStream stream)
    {
        private readonly Channel<Publication> _sent = Channel.CreateUnbounded<Publication>(new() { SingleReader = true, SingleWriter = true });
        private readonly CancellationTokenSource _broken = CancellationTokenSource.CreateLinkedTokenSource(publisher._stopping.Token);
        private Task<long> _ack = stream.ReadAckAsync();

        /// <exception cref="StorageException">The stream broke.</exception>
        public async Task RunAsync()
        {
            var reading = ReadAsync();
            try
            {
                await Task.WhenAll(SendAsync(), reading);
            }
            catch (Exception failure) when (failure is StorageException or TimeoutException)
            {
                await stream.AbortAsync();
                var unknown = new StorageUnavailableException($"The stream to the broker broke: {failure.Message}", failure);
                while (_sent.Reader.TryRead(out var publication))
                    publisher.Fail(publication, unknown);
                throw unknown;
            }
            finally
            {
                await stream.EndAsync(_ack);
                _broken.Dispose();
            }
        }

        private async Task SendAsync()
        {
            try
            {
                await foreach (var publication in publisher._waiting.Reader.ReadAllAsync(_broken.Token))
                {
                    _sent.Writer.TryWrite(publication);
                    foreach (var message in publication.Messages)
                        await stream.WriteAsync(message.Key, message.Value, message.TimestampNs);
                }
            }
            catch (OperationCanceledException)
            {
                // It is over: who reads the answers knows why.
            }
            finally
            {
                _sent.Writer.TryComplete();
            }
        }

        private async Task ReadAsync()
        {
            try
            {
                while (true)
                {
                    var next = _sent.Reader.WaitToReadAsync().AsTask();

                    // A stream that breaks while nothing is under way is noticed here.
                    if (await Task.WhenAny(next, _ack) == _ack && !_ack.IsCompletedSuccessfully)
                        await _ack;
                    if (!await next)
                        return;
                    _sent.Reader.TryPeek(out var publication);
                    while (!publication!.IsAcknowledged)
                    {
                        publication.Acknowledge(await _ack.WaitAsync(publisher._options.CallTimeout));
                        _ack = stream.ReadAckAsync();
                    }

                    _sent.Reader.TryRead(out _);
                    publisher.Complete(publication);
                }
            }
            catch
            {
                await _broken.CancelAsync();
                await stream.AbortAsync();
                throw;
            }
        }
    }

    /// <summary>What one call sends.</summary>
    private sealed class Publication(RecordEntry[] messages)
    {
        private readonly TaskCompletionSource<IReadOnlyList<RecordEntry>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _acknowledged;

        public IReadOnlyList<RecordEntry> Messages => messages;

        public long Bytes { get; } = messages.Sum(message => (long)message.SizeBytes);

        public Task<IReadOnlyList<RecordEntry>> Done => _done.Task;

        public bool IsAcknowledged => _acknowledged == messages.Length;

        public void Acknowledge(long offset)
        {
            messages[_acknowledged] = messages[_acknowledged] with { Offset = offset };
            _acknowledged++;
        }

        public void Complete() => _done.SetResult(messages);

        public void Fail(Exception failure) => _done.SetException(failure);
    }
}
