namespace KafkaGateway.Admin.Output;

/// <summary>Tells how far long work has come: one line that is written over on a terminal, else a line every few seconds. Short work shows nothing.</summary>
internal sealed class Progress(Terminal terminal, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_onTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_elsewhere = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _next = terminal.ErrorIsTerminal ? s_first : s_elsewhere;
    private int _shown;

    /// <summary>Since the work began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    public void Report(Func<string> text)
    {
        lock (_lock)
        {
            if (Elapsed < _next)
                return;
            Write(text());
            _next = Elapsed + (terminal.ErrorIsTerminal ? s_onTerminal : s_elsewhere);
        }
    }

    /// <summary>Says something that stays, whatever is in progress.</summary>
    public void Say(string message)
    {
        lock (_lock)
        {
            Erase();
            terminal.Error.WriteLine(message);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            Erase();
    }

    private void Write(string text)
    {
        if (!terminal.ErrorIsTerminal)
        {
            terminal.Error.WriteLine(text);
            return;
        }

        terminal.Error.Write($"\r{text.PadRight(_shown)}");
        _shown = text.Length;
    }

    private void Erase()
    {
        if (_shown == 0)
            return;
        terminal.Error.Write($"\r{new string(' ', _shown)}\r");
        _shown = 0;
    }
}
