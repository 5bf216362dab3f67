using System.Diagnostics.Metrics;
using KafkaGateway.Contracts.Telemetry;
using KafkaGateway.OperationsPage.Data;

namespace KafkaGateway.OperationsPage;

/// <summary>
/// Counts what this process does for its clients, from the first look on and as long as somebody looks: nobody looking, nothing is counted. Whoever
/// makes rates of it takes a count that is lower than the last for a new beginning.
/// </summary>
internal sealed class ProcessTraffic : IDisposable
{
    private static readonly TimeSpan CountsFor = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private readonly ITimer _unseen;
    private Counting? _counting;

    public ProcessTraffic(TimeProvider time) => _unseen = time.CreateTimer(_ => Stop(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public TrafficData Read()
    {
        lock (_gate)
        {
            _unseen.Change(CountsFor, Timeout.InfiniteTimeSpan);
            return (_counting ??= new Counting()).Read();
        }
    }

    public void Dispose()
    {
        _unseen.Dispose();
        Stop();
    }

    private void Stop()
    {
        lock (_gate)
        {
            _counting?.Dispose();
            _counting = null;
        }
    }

    private sealed class Counting : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Tally _requests;
        private readonly Tally _errors;
        private readonly Tally _network;
        private readonly Tally _recordsAppended;
        private readonly Tally _bytesAppended;
        private readonly Tally _bytesRead;

        public Counting()
        {
            _listener.SetMeasurementEventCallback<double>(static (_, _, _, tally) => ((Tally)tally!).Add(1, default));
            _listener.SetMeasurementEventCallback<long>(static (_, value, tags, tally) => ((Tally)tally!).Add(value, tags));
            _requests = Count(KafkaMetrics.RequestDuration);
            _errors = Count(KafkaMetrics.RequestErrors);
            _network = Count(KafkaMetrics.NetworkIo);
            _recordsAppended = Count(KafkaMetrics.AppendedRecords);
            _bytesAppended = Count(KafkaMetrics.AppendedBytes);
            _bytesRead = Count(KafkaMetrics.ReadBytes);
        }

        public TrafficData Read() => new(
            _requests.Total, _errors.Total, _network.Total - _network.Sent, _network.Sent, _recordsAppended.Total, _bytesAppended.Total, _bytesRead.Total);

        public void Dispose() => _listener.Dispose();

        private Tally Count(Instrument instrument)
        {
            var tally = new Tally();
            _listener.EnableMeasurementEvents(instrument, tally);
            return tally;
        }
    }

    private sealed class Tally
    {
        private long _total;
        private long _sent;

        public long Total => Interlocked.Read(ref _total);

        public long Sent => Interlocked.Read(ref _sent);

        public void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Interlocked.Add(ref _total, value);
            if (tags is [{ Value: "transmit" }])
                Interlocked.Add(ref _sent, value);
        }
    }
}
