using System.Runtime.ExceptionServices;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin.Produce;

/// <summary>Writes the lines of a stream as records, and tells how many were acknowledged.</summary>
internal static class LineProducing
{
    // How long the input may pause before batches that are not full are sent.
    private static readonly TimeSpan s_linger = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(Session session, string name, ProducerSettings settings, RecordFormat format, Stream input)
    {
        var topic = await TopicLeaders.LoadAsync(session.Client, name, session.Stop);
        var identity = settings.IsIdempotent ? await ProducerIdentity.AcquireAsync(session.Client, session.Stop) : ProducerIdentity.None;
        var sender = new BatchSender(session.Client, topic, settings);
        using var producer = new RecordProducer(topic, settings, identity, sender, session.Stop);
        var counted = new ReadCount();
        try
        {
            await AddAllAsync(session, producer, sender, format, input, counted);
        }
        catch (AdminException unreadable)
        {
            session.Fail(unreadable.Message);
        }
        catch (OperationCanceledException)
        {
            // A lane has failed, which is told below, or the user has stopped it.
        }

        await producer.CompleteAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Tell(session, producer.Failure, settings, new Produced(counted.Records, sender.Acknowledged));
        session.Stop.ThrowIfCancellationRequested();
    }

    private static async Task AddAllAsync(
        Session session, RecordProducer producer, BatchSender sender, RecordFormat format, Stream input, ReadCount counted)
    {
        var lines = new InputLines(input);
        while (await NextAsync(lines, producer, session.Stop) is { } line)
        {
            await producer.AddAsync(format.Parse(line, counted.Records + 1), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            counted.Records++;
            session.Progress.Report(() => Progress(session.Progress, input, lines, counted.Records, sender.Acknowledged));
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> NextAsync(InputLines lines, RecordProducer producer, CancellationToken stop)
    {
        var reading = lines.ReadAsync(stop);
        if (reading.IsCompleted)
            return await reading;
        var line = reading.AsTask();
        try
        {
            return await line.WaitAsync(s_linger, stop);
        }
        catch (TimeoutException)
        {
            await producer.FlushAsync();

            // Reading from a terminal does not hear of Ctrl-C.
            return await line.WaitAsync(stop);
        }
    }

    private static string Progress(Progress progress, Stream input, InputLines lines, long read, long acknowledged)
    {
        var rate = (long)(acknowledged / Math.Max(progress.Elapsed.TotalSeconds, 0.001));
        var share = input.CanSeek && input.Length > 0 ? $", {100 * lines.BytesRead / input.Length}% of the file" : "";
        return $"{read} records read{share}, {acknowledged} acknowledged, {rate} a second";
    }

    private static void Tell(Session session, Exception? failure, ProducerSettings settings, Produced produced)
    {
        if (failure is AdminException refused)
            session.Fail(refused.Message);
        else if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        if (session.Results.IsJson)
            session.Results.Show(produced, _ => []);
        var done = settings.Acks == 0 ? "sent, none of them acknowledged (--acks 0)" : "acknowledged";
        session.Progress.Say($"{produced.Acknowledged} of {produced.Read} records {done}");
    }

    private sealed class ReadCount
    {
        public long Records { get; set; }
    }

    private sealed record Produced(long Read, long Acknowledged);
}
