using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Tests.Running;

/// <summary>What is shown of long work, and when.</summary>
public sealed class ProgressTests : IDisposable
{
    private readonly Clock _clock = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public void On_a_terminal_one_line_is_written_over_and_is_gone_in_the_end()
    {
        using (var progress = New(isTerminal: true))
        {
            progress.Report(() => "too early");
            _clock.Pass(TimeSpan.FromMilliseconds(500));
            progress.Report(() => "1000 read");
            progress.Report(() => "too soon");
            _clock.Pass(TimeSpan.FromMilliseconds(100));
            progress.Report(() => "2000");
            Assert.Equal("\r1000 read\r2000     ", _error.ToString());
            progress.Say("said");
            Assert.EndsWith($"\r    \rsaid{Environment.NewLine}", _error.ToString(), StringComparison.Ordinal);
        }

        Assert.EndsWith($"said{Environment.NewLine}", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_there_is_a_line_every_five_seconds()
    {
        using var progress = New(isTerminal: false);
        for (var second = 1; second <= 12; second++)
        {
            _clock.Pass(TimeSpan.FromSeconds(1));
            var at = second;
            progress.Report(() => $"after {at} s");
        }

        Assert.Equal($"after 5 s{Environment.NewLine}after 10 s{Environment.NewLine}", _error.ToString());
    }

    private Progress New(bool isTerminal) =>
        new(new Terminal(() => Stream.Null, () => Stream.Null, _error, OutputWidth: null, ErrorIsTerminal: isTerminal), _clock);

    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
