using KafkaGateway.Contracts.Actors;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.Protocol;

namespace KafkaGateway.Gateway.Fetching;

/// <summary>How much a fetch wants and how long it waits for it.</summary>
internal readonly record struct FetchBudget(int MinBytes, int MaxBytes, int MaxWaitMs, sbyte IsolationLevel);

/// <summary>
/// Reads many partitions as one: in order until the answer is full, and waiting at all tails at once while there is too little.
/// </summary>
internal sealed class FetchReads(IActors actors, AnswerMemory memory, TimeProvider time)
{
    /// <summary>One answer a target, in their order.</summary>
    public async ValueTask<ReadResponse[]> ReadAsync(
        IReadOnlyList<ResolvedTarget> targets, FetchBudget budget, CancellationToken cancellationToken)
    {
        if (targets.Count == 1 && targets[0].Error == ErrorCode.None)
        {
            return [await ReadSingleAsync(targets[0], budget, cancellationToken)];
        }

        var started = time.GetTimestamp();
        while (true)
        {
            var (answers, missing) = await ReadAllAsync(targets, budget, cancellationToken);
            var leftMs = budget.MaxWaitMs - (int)Math.Min(int.MaxValue, time.GetElapsedTime(started).TotalMilliseconds);
            if (missing <= 0 || leftMs <= 0 || targets.Count == 0 || cancellationToken.IsCancellationRequested
                || !await WaitForAnyAsync(targets, answers, missing, leftMs, budget, cancellationToken))
            {
                return answers;
            }
        }
    }

    // What is there is read at once, with a claim to memory that is not held while the fetch waits for more.
    private async ValueTask<ReadResponse> ReadSingleAsync(ResolvedTarget target, FetchBudget budget, CancellationToken cancellationToken)
    {
        var claimed = memory.Claim(budget.MaxBytes);
        ReadResponse there;
        try
        {
            there = await ReadOneAsync(target, claimed, 0, 0, true, budget, cancellationToken);
        }
        finally
        {
            memory.Release(claimed);
        }

        var isEnough = budget.MaxWaitMs <= 0 || IsUrgent(there) || (there.Records?.Length ?? 0) >= Math.Min(budget.MinBytes, claimed);
        if (isEnough)
        {
            return there;
        }

        try
        {
            return await ReadOneAsync(
                target,
                Math.Min(budget.MaxBytes, Math.Max(budget.MinBytes, AnswerMemory.LeastBytes)),
                budget.MinBytes,
                budget.MaxWaitMs,
                true,
                budget,
                cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return there;
        }
    }

    // missing is 0 where the answer may go out: enough bytes, or something that the client should hear of at once.
    private async ValueTask<(ReadResponse[] Answers, long Missing)> ReadAllAsync(
        IReadOnlyList<ResolvedTarget> targets, FetchBudget budget, CancellationToken cancellationToken)
    {
        var answers = new ReadResponse[targets.Count];
        long total = 0;
        var urgent = false;
        var claimed = memory.Claim(budget.MaxBytes);
        try
        {
            for (var i = 0; i < answers.Length; i++)
            {
                var left = (int)Math.Max(0, claimed - total);
                answers[i] = targets[i].Error == ErrorCode.None
                    ? await ReadOneAsync(targets[i], left, 0, 0, total == 0, budget, cancellationToken)
                    : new ReadResponse { ErrorCode = targets[i].Error };
                total += answers[i].Records?.Length ?? 0;
                urgent |= IsUrgent(answers[i]);
            }
        }
        finally
        {
            memory.Release(claimed);
        }

        return (answers, urgent ? 0 : Math.Min(budget.MinBytes, claimed) - total);
    }

    private static bool IsUrgent(ReadResponse answer) => answer.ErrorCode != ErrorCode.None || answer.DivergingEpoch >= 0;

    // With n tails and m bytes missing, one of them must bring m/n before all together bring m. False where nothing came, because the time
    // is up or because too many wait already: what was read is then the answer.
    private async ValueTask<bool> WaitForAnyAsync(
        IReadOnlyList<ResolvedTarget> targets,
        ReadResponse[] answers,
        long missing,
        int waitMs,
        FetchBudget budget,
        CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var each = (int)Math.Max(1, missing / targets.Count);
        var waits = new Task<ReadResponse>[targets.Count];
        for (var i = 0; i < waits.Length; i++)
        {
            waits[i] = WaitAsync(targets[i], answers[i].HighWatermark, each, waitMs, budget, enough.Token);
        }

        await Task.WhenAny(waits);
        await enough.CancelAsync();
        await ((Task)Task.WhenAll(waits)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var i = 0; i < waits.Length; i++)
        {
            // Where the partition is in another process, a wait that is ended has no answer.
            if (!waits[i].IsCanceled && IsNews(await waits[i], answers[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNews(ReadResponse now, ReadResponse before) =>
        now.ErrorCode != ErrorCode.None || now.HighWatermark != before.HighWatermark || now.LogStartOffset != before.LogStartOffset;

    private Task<ReadResponse> WaitAsync(
        ResolvedTarget target, long from, int bytes, int waitMs, FetchBudget budget, CancellationToken cancellationToken) =>
        actors.Partition(target.Partition).ReadAsync(
            new ReadRequest
            {
                FetchOffset = from,
                MaxBytes = 0,
                MinBytes = bytes,
                MaxWaitMs = waitMs,
                IsolationLevel = budget.IsolationLevel,
                CurrentLeaderEpoch = target.Target.CurrentLeaderEpoch,
            },
            cancellationToken).AsTask();

    private ValueTask<ReadResponse> ReadOneAsync(
        ResolvedTarget target, int maxBytes, int minBytes, int waitMs, bool atLeastOne, FetchBudget budget, CancellationToken cancellationToken) =>
        actors.Partition(target.Partition).ReadAsync(
            new ReadRequest
            {
                FetchOffset = target.Target.FetchOffset,
                MaxBytes = Math.Min(maxBytes, target.Target.MaxBytes),
                MinBytes = minBytes,
                MaxWaitMs = waitMs,
                AtLeastOneBatch = atLeastOne,
                IsolationLevel = budget.IsolationLevel,
                CurrentLeaderEpoch = target.Target.CurrentLeaderEpoch,
                LastFetchedEpoch = target.Target.LastFetchedEpoch,
            },
            cancellationToken);
}
