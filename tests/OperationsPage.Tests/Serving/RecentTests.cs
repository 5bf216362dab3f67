using KafkaGateway.OperationsPage.Serving;

namespace KafkaGateway.OperationsPage.Tests.Serving;

public sealed class RecentTests
{
    private readonly HandClock _clock = new();
    private readonly Queue<TaskCompletionSource<int>> _asked = new();
    private readonly Recent<int> _recent;

    public RecentTests() => _recent = new Recent<int>(_clock, _ =>
    {
        var answer = new TaskCompletionSource<int>();
        _asked.Enqueue(answer);
        return new ValueTask<int>(answer.Task);
    });

    [Fact]
    public async Task All_who_look_at_the_same_time_share_one_answer()
    {
        var (one, other) = (GetAsync(), GetAsync());
        _asked.Dequeue().SetResult(5);
        Assert.Equal((5, 5, 5), (await one, await other, await GetAsync()));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task An_answer_that_was_quick_is_asked_for_again_after_a_second()
    {
        await AnsweredAsync(1, TimeSpan.Zero);
        _clock.Pass(TimeSpan.FromSeconds(0.9));
        Assert.Equal(1, await GetAsync());
        _clock.Pass(TimeSpan.FromSeconds(0.2));
        await AnsweredAsync(2, TimeSpan.Zero);
    }

    [Fact]
    public async Task What_takes_long_is_asked_for_a_tenth_of_the_time()
    {
        await AnsweredAsync(1, TimeSpan.FromSeconds(3));
        _clock.Pass(TimeSpan.FromSeconds(29));
        Assert.Equal(1, await GetAsync());
        _clock.Pass(TimeSpan.FromSeconds(2));
        await AnsweredAsync(2, TimeSpan.Zero);
    }

    [Fact]
    public async Task A_failure_is_told_to_those_who_wait_and_not_kept()
    {
        var failing = GetAsync();
        _asked.Dequeue().SetException(new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => failing);
        await AnsweredAsync(1, TimeSpan.Zero);
    }

    private Task<int> GetAsync() => _recent.GetAsync(CancellationToken.None);

    private async Task AnsweredAsync(int answer, TimeSpan after)
    {
        var asking = GetAsync();
        _clock.Pass(after);
        _asked.Dequeue().SetResult(answer);
        Assert.Equal(answer, await asking);
    }

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
