using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>Learns from the filer what of a log is on the disk by now, and tells who waits for that.</summary>
internal sealed class DiskWatch(LogState state, LogFiles logFiles, Publisher publisher)
{
    private readonly List<(long Offset, TaskCompletionSource Done)> _waiting = [];

    /// <summary>Completes when all below an offset is on the disk. Called under the gate.</summary>
    public Task WrittenAsync(long offset)
    {
        if (state.DurableOffset >= offset)
            return Task.CompletedTask;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((offset, done));
        return done.Task;
    }

    /// <summary>Ends those who wait.</summary>
    public void End(Func<Exception> failure)
    {
        lock (state.Gate)
        {
            foreach (var (_, done) in _waiting)
                done.TrySetException(failure());
            _waiting.Clear();
        }
    }

    /// <summary>Looks at the files: notices of them may be lost while the filer is.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        string? from;
        lock (state.Gate)
            from = state.Tail.UndurableBytes > 0 ? publisher.FirstFile : null;
        if (from is null || state.Ownership.Fenced is not null)
            return;
        foreach (var file in await logFiles.ListAsync(from, cancellationToken))
            OnFile(file);
    }

    /// <summary>A file is new, or has grown.</summary>
    public void OnFile(FilerEntry file)
    {
        lock (state.Gate)
        {
            if (!file.IsLogFile || publisher.FirstFile is not { } first || string.CompareOrdinal(file.Name, first) < 0)
                return;

            // The notice of a file before this one was lost; the next look at all files finds it. (A window may not know its first message.)
            if (state.Tail.BeginsBefore(file.FirstMessage - 1))
                return;
            var before = state.DurableOffset;
            state.Written(file.Name, file.LastMessage);
            if (state.Tail.EndsWith(file.LastMessage))
                publisher.Mark();
            if (state.DurableOffset == before)
                return;
            publisher.Progressed();
            state.Tail.Shrink();
            var reached = _waiting.FindAll(waiting => waiting.Offset <= state.DurableOffset);
            _waiting.RemoveAll(waiting => waiting.Offset <= state.DurableOffset);
            reached.ForEach(waiting => waiting.Done.TrySetResult());
        }
    }
}
