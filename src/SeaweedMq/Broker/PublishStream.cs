using Google.Protobuf;
using Grpc.Core;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.SeaweedMq.Connections;
using KafkaGateway.SeaweedMq.Wire.Broker;

namespace KafkaGateway.SeaweedMq.Broker;

/// <summary>
/// One publish stream. Messages are answered one by one in their order, each with the broker's offset for it, which then is in the broker's memory.
/// </summary>
internal sealed class PublishStream : IAsyncDisposable
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(2);
    private readonly AsyncDuplexStreamingCall<PublishMessageRequest, PublishMessageResponse> _call;
    private readonly CancellationTokenSource _abort;
    private bool _hasEnded;

    private PublishStream(AsyncDuplexStreamingCall<PublishMessageRequest, PublishMessageResponse> call, CancellationTokenSource abort) =>
        (_call, _abort) = (call, abort);

    /// <exception cref="StorageException">The broker does not answer, or refuses.</exception>
    public static async Task<PublishStream> OpenAsync(Channels channels, PhysicalTopic topic, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var call = new SeaweedMessaging.SeaweedMessagingClient(channels.To(topic.Broker)).PublishMessage(cancellationToken: abort.Token);
        var stream = new PublishStream(call, abort);
        try
        {
            await stream.WriteAsync(
                new PublishMessageRequest { Init = new() { Topic = topic.Topic, Partition = topic.Partition, PublisherName = "kafka-gateway" } })
                .WaitAsync(timeout, cancellationToken);
            await stream.ReadAsync().WaitAsync(timeout, cancellationToken);
            KafkaMetrics.StreamsOpened.Add(1);
            return stream;
        }
        catch (Exception failure)
        {
            await stream.AbortAsync();
            throw failure is TimeoutException
                ? new StorageException($"The broker {topic.Broker} has not opened {topic.Name} within {timeout.TotalSeconds:0.#} s", failure)
                : failure;
        }
    }

    /// <summary>Sends a message. Waits where the broker takes no more.</summary>
    /// <exception cref="StorageException">The stream is broken; what became of the messages that were not answered is unknown.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> value, long timestampNs) =>
        WriteAsync(new PublishMessageRequest { Data = new() { Value = UnsafeByteOperations.UnsafeWrap(value), TsNs = timestampNs } });

    /// <summary>The broker's offset of the first message that was not answered yet.</summary>
    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, long)"/>
    public async Task<long> ReadAckAsync() => (await ReadAsync()).AssignedOffset;

    /// <summary>Gives the stream up at once.</summary>
    public async ValueTask AbortAsync()
    {
        if (Interlocked.Exchange(ref _hasEnded, true))
            return;
        await _abort.CancelAsync();
        _call.Dispose();
        _abort.Dispose();
    }

    /// <summary>Says that nothing follows, and waits a while for who reads the answers to see the end.</summary>
    public async Task EndAsync(Task reading)
    {
        if (Volatile.Read(ref _hasEnded))
            return;
        try
        {
            await _call.RequestStream.CompleteAsync().WaitAsync(EndWithin);
            await reading.WaitAsync(EndWithin);
        }
        catch (Exception failure) when (failure is RpcException or StorageException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // It has ended, in one way or another.
        }

        await AbortAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync() => await EndAsync(ReadToEndAsync());

    private async Task ReadToEndAsync()
    {
        while (await _call.ResponseStream.MoveNext(_abort.Token))
        {
            // Nobody waits for these.
        }
    }

    private async Task WriteAsync(PublishMessageRequest message)
    {
        try
        {
            await _call.RequestStream.WriteAsync(message);
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException or OperationCanceledException or IOException)
        {
            throw Broken(failure);
        }
    }

    private async Task<PublishMessageResponse> ReadAsync()
    {
        try
        {
            if (!await _call.ResponseStream.MoveNext(_abort.Token))
                throw new StorageException("The broker has ended the stream");
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException or OperationCanceledException or IOException)
        {
            throw Broken(failure);
        }

        var answer = _call.ResponseStream.Current;
        return answer is { ErrorCode: 0, Error.Length: 0 } ? answer : throw new StorageException($"The broker refuses: {answer.Error} ({answer.ErrorCode})");
    }

    private static StorageException Broken(Exception failure) =>
        new(failure is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : failure.Message, failure);
}
