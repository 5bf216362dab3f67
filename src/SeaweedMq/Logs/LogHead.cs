using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Filer;
using KafkaGateway.Storage.Logs;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>Lets the head of a log go, and the files that hold nothing else.</summary>
internal sealed class LogHead(LogState state, LogFiles logFiles, LogNotes notes)
{
    public async ValueTask TrimAsync(long startOffset, CancellationToken cancellationToken)
    {
        lock (state.Gate)
            state.ThrowIfClosed();
        await state.Ownership.ConfirmAsync(cancellationToken);
        lock (state.Gate)
        {
            LogRules.CheckOffset(state.Key, startOffset, state.StartOffset, state.EndOffset);
            if (startOffset == state.StartOffset)
                return;
        }

        await state.Ownership.WriteAsync(record => record with { StartOffset = startOffset }, cancellationToken);
        string? keepFrom;
        lock (state.Gate)
            keepFrom = state.TrimHead(startOffset);
        await notes.SaveAsync(cancellationToken);
        if (keepFrom is null)
            return;

        // Also those that hold nothing of this log, only barriers and repetitions.
        foreach (var file in await logFiles.ListAsync("", cancellationToken, upTo: keepFrom))
        {
            if (string.CompareOrdinal(file.Name, keepFrom) < 0)
                await logFiles.DeleteAsync(file.Name, cancellationToken);
        }
    }

    public async ValueTask<long> ApplyRetentionAsync(RetentionLimits limits, long nowMs, CancellationToken cancellationToken)
    {
        long startOffset;
        lock (state.Gate)
        {
            state.ThrowIfClosed();
            var spans = state.Files.From(state.StartOffset).Select(file => new SegmentSpan(file.BaseOffset, nowMs)
            {
                Facts = new SegmentFacts(file.EndOffset, file.SizeBytes, file.MaxTimestamp, file.MaxTimestamp, LogFileName.ToUnixTimeMs(file.LastName)),
            }).ToList();
            var expired = RetentionRule.CountExpired(spans, limits, nowMs);
            startOffset = Math.Max(state.StartOffset, expired == 0 ? state.StartOffset : spans[expired - 1].EndOffset);
        }

        await TrimAsync(startOffset, cancellationToken);
        return startOffset;
    }
}
