using System.Buffers;
using System.Diagnostics;
using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Consume;

/// <summary>When to end: after so many records, or so many milliseconds without one; null for never.</summary>
internal sealed record ConsumeLimits(long? Records, int? QuietMs);

/// <summary>Prints records until a limit is reached, the user stops it, or nobody reads them any more.</summary>
internal static class RecordPrinting
{
    public static async Task RunAsync(Session session, IRecordSource source, PrintFormat format, ConsumeLimits limits)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(session.Stop);
        await using var output = session.Terminal.Output();
        var json = session.Results.IsJson;
        var printed = 0L;
        try
        {
            end.CancelAfter(limits.QuietMs ?? Timeout.Infinite);
            await foreach (var records in source.ReadAsync(end.Token))
            {
                end.CancelAfter(Timeout.Infinite);
                var wanted = records.Take((int)Math.Min(records.Count, limits.Records - printed ?? long.MaxValue)).ToList();
                var text = new ArrayBufferWriter<byte>();
                foreach (var record in wanted)
                {
                    if (json)
                        JsonFormat.Write(text, record);
                    else
                        format.Write(text, record);
                }

                await output.WriteAsync(text.WrittenMemory, session.Stop);
                await output.FlushAsync(session.Stop);
                source.Printed(wanted);
                printed += wanted.Count;
                if (printed == limits.Records)
                    break;
                end.CancelAfter(limits.QuietMs ?? Timeout.Infinite);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Ctrl-C is how it is meant to end, unless a limit ends it.
        }
        catch (IOException closed) when (Terminal.IsClosedByReader(closed))
        {
            // There is nobody to print for.
        }

        session.Progress.Say($"Processed a total of {printed} messages");
    }
}
