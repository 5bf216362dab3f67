using Grpc.Core;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Broker;
using KafkaGateway.SeaweedMq.Wire.Filer;
using KafkaGateway.SeaweedMq.Wire.Schema;

namespace KafkaGateway.SeaweedMq.StandIn.Broker;

/// <summary>One subscriber: what is on disk from a position on, then what is in memory, then what comes.</summary>
internal sealed class Subscription(
    StandInBroker broker,
    IAsyncStreamReader<SubscribeMessageRequest> requests,
    IServerStreamWriter<SubscribeMessageResponse> responses,
    ServerCallContext context) : IDisposable
{
    private readonly BrokerLife _life = broker.Life;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
    private LoadedPartition _partition = null!;

    public async Task RunAsync()
    {
        if (!await requests.MoveNext(context.CancellationToken))
            return;
        var init = requests.Current.Init ?? throw new RpcException(new Status(StatusCode.Unknown, "missing init message"));
        var conf = _life.Topics.Recall(init.Topic);
        var wanted = init.PartitionOffset?.Partition ?? new Partition();
        if (conf?.BrokerPartitionAssignments.Any(assignment => assignment.Partition.Equals(wanted)) != true)
            throw new RpcException(new Status(StatusCode.Unknown, $"topic {init.Topic.Namespace}.{init.Topic.Name} not found"));
        _partition = _life.Load(PartitionKey.Of(init.Topic, wanted));
        _partition.Enter();
        var ending = WaitForEndAsync();
        try
        {
            await DeliverAsync(StartOf(init));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client went away, or has completed its side.
        }
        finally
        {
            await _end.CancelAsync();
            await ending;
            _partition.SubscriberLeft.Beat();
            await _partition.LeaveAsync();
        }
    }

    public void Dispose()
    {
        _writing.Dispose();
        _end.Dispose();
    }

    private ReadPosition StartOf(SubscribeMessageRequest.Types.InitMessage init) => init.OffsetType switch
    {
        OffsetType.ExactOffset or OffsetType.ResetToOffset => ReadPosition.At(init.PartitionOffset.StartOffset),
        OffsetType.ExactTsNs => ReadPosition.Behind(init.PartitionOffset.StartTsNs - 1),
        OffsetType.ResetToLatest or OffsetType.ResumeOrLatest => ReadPosition.Behind(_life.Options.Time.NowNs()),
        _ => ReadPosition.Behind(1),
    };

    private async Task DeliverAsync(ReadPosition position)
    {
        while (true)
        {
            var changed = _partition.Buffer.NextChange;
            await WhileFilerIsUpAsync();
            position = await LogFiles.ReadAsync(_life.Filer, _partition.Key, position, SendAsync);
            (var before, position) = (position, await ReadMemoryAsync(position));
            var isEvicted = position != before && _partition.Buffer.Read(position) is null;
            if (!isEvicted)
                await (_life.Options.WakesSubscribers ? changed : _partition.SubscriberLeft.Next).WaitAsync(_end.Token);
        }
    }

    /// <summary>
    /// Reads memory until it has nothing more. What it holds is only compared with the offset at the beginning, so what was read from
    /// disk meanwhile may come again.
    /// </summary>
    private async Task<ReadPosition> ReadMemoryAsync(ReadPosition position)
    {
        var from = position.Offset ?? long.MinValue;
        while (_partition.Buffer.Read(position) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                if (entry.Offset >= from)
                    await SendAsync(entry);
                position = ReadPosition.Behind(entry.TsNs);
            }
        }

        return position;
    }

    private async Task WhileFilerIsUpAsync()
    {
        if (_life.Filer.IsStopped)
            await _life.Filer.WaitUntilWritableAsync(_end.Token);
    }

    private async Task SendAsync(LogEntry entry)
    {
        await broker.Answers.PassAsync(_end.Token);
        await WriteAsync(new SubscribeMessageResponse
        {
            Data = new DataMessage { Key = entry.Key, Value = entry.Data, TsNs = entry.TsNs },
        });
    }

    private async Task WriteAsync(SubscribeMessageResponse response)
    {
        await _writing.WaitAsync(_end.Token);
        try
        {
            await responses.WriteAsync(response, _end.Token);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Passes over acknowledgements; a client that completes its side is told so, and that is the end.</summary>
    private async Task WaitForEndAsync()
    {
        try
        {
            while (await requests.MoveNext(_end.Token))
                continue;
            await WriteAsync(new SubscribeMessageResponse
            {
                Ctrl = new SubscribeMessageResponse.Types.SubscribeCtrlMessage { IsEndOfStream = true },
            });
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client went away.
        }

        await _end.CancelAsync();
    }
}
