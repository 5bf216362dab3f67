using KafkaGateway.Contracts.Telemetry;

namespace KafkaGateway.OperationsPage.Tests;

public sealed class ProcessTrafficTests
{
    // More than all other tests of this process together append.
    private const long Many = 1_000_000_000_000;

    [Fact]
    public void It_counts_from_a_look_on_and_begins_anew_when_nobody_has_looked_for_long()
    {
        var time = new TimeByHand();
        using var traffic = new ProcessTraffic(time);
        KafkaMetrics.AppendedRecords.Add(Many);
        Assert.InRange(traffic.Read().RecordsAppended, 0, Many - 1);
        KafkaMetrics.AppendedRecords.Add(Many);
        Assert.InRange(traffic.Read().RecordsAppended, Many, 2 * Many);

        time.RunTimer();
        KafkaMetrics.AppendedRecords.Add(Many);
        Assert.InRange(traffic.Read().RecordsAppended, 0, Many - 1);
    }

    private sealed class TimeByHand : TimeProvider
    {
        private Action _timer = () => { };

        public void RunTimer() => _timer();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timer = () => callback(state);
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
