using KafkaGateway.Standalone.Hosting;

namespace KafkaGateway.Standalone.Tests.Hosting;

public sealed class LocalActorTests
{
    private int _activations;

    [Fact]
    public async Task Calls_that_come_during_activation_wait_for_it_and_keep_their_order()
    {
        var gate = new TaskCompletionSource();
        var actor = Host(async () =>
        {
            await gate.Task;
            return new Subject();
        });
        var calls = Enumerable.Range(0, 1000).Select(i => actor.CallAsync(subject => new ValueTask<int>(subject.Note(i))).AsTask()).ToList();
        Assert.False(actor.IsActive);
        gate.SetResult();
        Assert.Equal(Enumerable.Range(0, 1000), await Task.WhenAll(calls));
        Assert.Equal(Enumerable.Range(0, 1000), await actor.CallAsync(subject => new ValueTask<IEnumerable<int>>(subject.Notes)));
        Assert.Equal(1, _activations);
    }

    [Fact]
    public async Task A_call_that_comes_when_the_activation_ends_stays_behind_those_that_have_waited()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> last = null!;
        LocalActor<Subject> actor = null!;
        actor = Host(async () =>
        {
            await gate.Task;
            last = actor.CallAsync(subject => new ValueTask<int>(subject.Note(10))).AsTask();
            return new Subject();
        });
        var calls = Enumerable.Range(0, 10).Select(i => actor.CallAsync(subject => new ValueTask<int>(subject.Note(i))).AsTask()).ToList();
        gate.SetResult();
        await Task.WhenAll(calls);
        await last;
        Assert.Equal(Enumerable.Range(0, 11), await actor.CallAsync(subject => new ValueTask<IEnumerable<int>>(subject.Notes)));
    }

    [Fact]
    public async Task All_who_wait_learn_of_a_failed_activation_and_the_next_call_tries_again()
    {
        var gate = new TaskCompletionSource();
        var actor = Host(async () =>
        {
            await gate.Task;
            return _activations == 1 ? throw new IOException("not yet") : new Subject();
        });
        var calls = Enumerable.Range(0, 10).Select(i => actor.CallAsync(subject => new ValueTask<int>(subject.Note(i))).AsTask()).ToList();
        gate.SetResult();
        foreach (var call in calls)
            await Assert.ThrowsAsync<IOException>(() => call);
        Assert.Equal(7, await actor.CallAsync(subject => new ValueTask<int>(subject.Note(7))));
        Assert.Equal(2, _activations);
    }

    [Fact]
    public async Task A_failed_actor_is_disposed_of_before_a_new_one_is_activated()
    {
        var subjects = new List<Subject>();
        var actor = Host(() =>
        {
            Assert.All(subjects, subject => Assert.True(subject.IsDisposed));
            subjects.Add(new Subject());
            return new ValueTask<Subject>(subjects[^1]);
        });
        await actor.CallAsync(subject => new ValueTask<bool>(subject.HasFailed = true));
        var calls = Enumerable.Range(0, 100).Select(i => actor.CallAsync(subject => new ValueTask<int>(subject.Note(i))).AsTask());
        Assert.Equal(Enumerable.Range(0, 100), await Task.WhenAll(calls));
        Assert.Equal([true, false], subjects.Select(subject => subject.IsDisposed));
    }

    [Fact]
    public async Task A_retired_actor_is_disposed_of_and_calls_that_come_later_learn_of_it()
    {
        var subject = new Subject();
        var actor = Host(() => new ValueTask<Subject>(subject));
        await actor.CallAsync(s => new ValueTask<int>(s.Note(1)));
        Assert.False(await actor.RetireAsync(_ => false));
        Assert.True(await actor.RetireAsync(_ => true));
        Assert.False(await actor.RetireAsync(_ => true));
        Assert.True(subject.IsDisposed);
        await Assert.ThrowsAsync<ActorRetiredException>(() => actor.CallAsync(s => new ValueTask<int>(s.Note(2))).AsTask());
    }

    [Fact]
    public async Task Retiring_waits_for_the_activation_under_way_also_where_one_after_another_fails()
    {
        var gates = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
        var subject = new Subject();
        LocalActor<Subject>? actor = null;
        Task<int>? again = null;
        actor = Host(async () =>
        {
            var attempt = _activations;
            await gates[attempt - 1].Task;
            if (attempt < 3)
            {
                // Whoever sees the failure calls again at once, which is before the retirement goes on.
                again = actor!.CallAsync(s => new ValueTask<int>(s.Note(attempt))).AsTask();
                throw new IOException("not yet");
            }

            return subject;
        });
        var first = actor.CallAsync(s => new ValueTask<int>(s.Note(0))).AsTask();
        var retiring = actor.RetireAsync(_ => true);
        gates.ForEach(gate => gate.SetResult());
        await Assert.ThrowsAsync<IOException>(() => first);
        Assert.True(await retiring);
        if (_activations == 3)
            Assert.True(subject.IsDisposed);
        Assert.False(actor.IsActive);
        await Assert.ThrowsAnyAsync<Exception>(() => again!);
    }

    [Fact]
    public async Task No_actor_outlives_its_retirement_whatever_calls_and_fails_around_it()
    {
        for (var round = 0; round < 300; round++)
        {
            var alive = 0;
            var actor = new LocalActor<Subject>(
                TimeProvider.System,
                async _ =>
                {
                    await Task.Yield();
                    if (Random.Shared.Next(3) == 0)
                        throw new IOException("bad luck");
                    Interlocked.Increment(ref alive);
                    return new Subject { Disposed = () => Interlocked.Decrement(ref alive) };
                },
                subject => subject.HasFailed);
            var calls = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            {
                try
                {
                    await actor.CallAsync(async subject =>
                    {
                        await Task.Yield();
                        return subject.HasFailed |= i % 4 == 0;
                    });
                }
                catch (Exception expected) when (expected is IOException or ActorRetiredException)
                {
                    // What calls may end with here.
                }
            })).ToList();
            var retired = await Task.Run(() => actor.RetireAsync(_ => true));
            await Task.WhenAll(calls);
            Assert.True(retired);
            Assert.Equal(0, alive);
        }
    }

    private LocalActor<Subject> Host(Func<ValueTask<Subject>> activate) => new(
        TimeProvider.System,
        _ =>
        {
            _activations++;
            return activate();
        },
        subject => subject.HasFailed);

    private sealed class Subject : IAsyncDisposable
    {
        public List<int> Notes { get; } = [];

        public bool HasFailed { get; set; }

        public bool IsDisposed { get; private set; }

        public Action? Disposed { get; init; }

        public int Note(int number)
        {
            Notes.Add(number);
            return number;
        }

        public ValueTask DisposeAsync()
        {
            Assert.False(IsDisposed);
            IsDisposed = true;
            Disposed?.Invoke();
            return default;
        }
    }
}
