using KafkaGateway.Standalone.Hosting;

namespace KafkaGateway.Standalone.Tests.Hosting;

public sealed class ActorTurnsTests
{
    private readonly ActorTurns _turns = new();
    private int _inside;

    [Fact]
    public async Task Turns_never_run_beside_each_other_and_calls_of_one_caller_begin_in_order()
    {
        const int Callers = 8;
        const int Calls = 3_000;
        var begun = new List<int>[Callers];
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            begun[caller] = [];
            var calls = new Task<int>[Calls];
            for (var i = 0; i < Calls; i++)
            {
                var call = i;
                calls[i] = _turns.RunAsync(async () =>
                {
                    Alone(() => begun[caller].Add(call));
                    if (call % 3 == 0)
                        await Task.Yield();
                    Alone(() => { });
                    if (call % 7 == 0)
                        await Task.Delay(0).ContinueWith(_ => { }, TaskScheduler.Default);
                    Alone(() => { });
                    return call;
                });
                if (i % 50 == 0)
                    await calls[i];
            }

            Assert.Equal(Enumerable.Range(0, Calls), await Task.WhenAll(calls));
        })));
        Assert.All(begun, order => Assert.Equal(Enumerable.Range(0, Calls), order));
    }

    [Fact]
    public async Task A_call_to_an_idle_actor_begins_on_the_callers_thread_and_one_to_a_busy_actor_waits()
    {
        var inline = _turns.RunAsync(() => new ValueTask<int>(Environment.CurrentManagedThreadId));
        Assert.True(inline.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, await inline);

        Task<int>? inner = null;
        await _turns.RunAsync(() =>
        {
            inner = _turns.RunAsync(() => new ValueTask<int>(2));
            Assert.False(inner.IsCompleted);
            return new ValueTask<int>(1);
        });
        Assert.Equal(2, await inner!);
    }

    [Fact]
    public async Task An_actor_may_call_itself_and_wait_for_the_answer()
    {
        Assert.Equal(3, await _turns.RunAsync(async () => 1 + await _turns.RunAsync(async () =>
        {
            await Task.Yield();
            return 2;
        })));
    }

    [Fact]
    public async Task Actors_may_call_each_other_in_a_circle()
    {
        var other = new ActorTurns();
        Assert.Equal("aba", await _turns.RunAsync(async () =>
            "a" + await other.RunAsync(async () => "b" + await _turns.RunAsync(() => new ValueTask<string>("a")))));
    }

    [Fact]
    public async Task A_turn_fails_with_what_was_thrown_before_or_after_its_first_await()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => _turns.RunAsync<int>(() => throw new InvalidTimeZoneException()));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => _turns.RunAsync<int>(async () =>
        {
            await Task.Yield();
            throw new InvalidTimeZoneException();
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _turns.RunAsync<int>(() => throw new OperationCanceledException()));
        Assert.Equal(1, await _turns.RunAsync(() => new ValueTask<int>(1)));
    }

    [Fact]
    public async Task Turns_stay_turns_where_the_caller_has_a_synchronization_context()
    {
        var context = new CountingContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        Task<bool> turn;
        try
        {
            turn = _turns.RunAsync(async () =>
            {
                await Task.Yield();
                return TaskScheduler.Current == _turns;
            });
            Assert.Same(context, SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.True(await turn);
        Assert.Equal(0, context.Posts);
    }

    [Fact]
    public async Task Scheduled_turns_run_as_turns_unless_they_are_taken_back()
    {
        var timers = new TurnTimers(_turns, TimeProvider.System);
        var ran = new TaskCompletionSource<bool>();
        using var now = timers.Schedule(TimeSpan.FromMilliseconds(-5), () =>
        {
            ran.SetResult(TaskScheduler.Current == _turns);
            return default;
        });
        Assert.True(await ran.Task);

        var late = 0;
        var scheduled = new List<IDisposable>();
        await _turns.RunAsync(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                scheduled.Add(timers.Schedule(TimeSpan.Zero, () =>
                {
                    late++;
                    return default;
                }));
            }

            // All of them are due by now, but none can begin before this turn ends.
            Thread.Sleep(20);
            scheduled.ForEach(timer => timer.Dispose());
            await Task.CompletedTask;
            return true;
        });
        await _turns.RunAsync(() => new ValueTask<bool>(true));
        Assert.Equal(0, late);
    }

    private void Alone(Action inside)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        inside();
        Interlocked.Decrement(ref _inside);
    }

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => _posts;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Post(d, state);
        }
    }
}
