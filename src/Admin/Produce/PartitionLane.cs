using System.Threading.Channels;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Admin.Produce;

/// <summary>A batch that is ready to be sent.</summary>
internal sealed record ReadyBatch(byte[] Octets, int Records);

/// <summary>The records of one partition on their way: one batch is being filled, and those before it are sent one after another.</summary>
internal sealed class PartitionLane : IDisposable
{
    // What waits here has been read and not been sent: enough to keep the next batch ready.
    private const int BatchesWaiting = 2;

    private readonly ProducerSettings _settings;
    private readonly ProducerIdentity _identity;
    private readonly Channel<ReadyBatch> _ready = Channel.CreateBounded<ReadyBatch>(BatchesWaiting);
    private RecordBatchBuilder? _open;
    private int _sequence;

    /// <param name="settings">How batches are made.</param>
    /// <param name="identity">Who makes them.</param>
    /// <param name="sendAsync">Sends a batch, and returns when it is acknowledged.</param>
    /// <param name="stop">Stops sending.</param>
    public PartitionLane(ProducerSettings settings, ProducerIdentity identity, Func<ReadyBatch, Task> sendAsync, CancellationToken stop)
    {
        _settings = settings;
        _identity = identity;
        Sending = SendAllAsync(sendAsync, stop);
    }

    /// <summary>Ends when all has been sent, or with the first failure.</summary>
    public Task Sending { get; }

    /// <summary>Whether the open batch has no room for a record.</summary>
    public bool IsFullFor(in InputRecord record) => _open is { Count: > 0 } open && open.SizeInBytes + record.SizeInBytes > _settings.BatchSize;

    public void Add(in InputRecord record, long timestampMs)
    {
        _open ??= new RecordBatchBuilder
        {
            Compression = _settings.Compression,
            ProducerId = _identity.Id,
            ProducerEpoch = _identity.Epoch,
            BaseSequence = _identity.IsNone ? -1 : _sequence,
        };
        _open.Append(timestampMs, record.Key, record.Value, record.Headers);
    }

    /// <summary>Closes the open batch, and waits until there is room for it.</summary>
    public async ValueTask CloseBatchAsync(CancellationToken cancellationToken)
    {
        if (_open is not { } open)
            return;
        _open = null;
        using (open)
        {
            // Sequences wrap to 0 behind 2147483647.
            _sequence = (int)(((long)_sequence + open.Count) & int.MaxValue);
            await _ready.Writer.WriteAsync(new ReadyBatch(open.Build(), open.Count), cancellationToken);
        }
    }

    /// <summary>No batch follows.</summary>
    public void Complete() => _ready.Writer.TryComplete();

    public void Dispose() => _open?.Dispose();

    private async Task SendAllAsync(Func<ReadyBatch, Task> sendAsync, CancellationToken stop)
    {
        await foreach (var batch in _ready.Reader.ReadAllAsync(stop))
            await sendAsync(batch);
    }
}
