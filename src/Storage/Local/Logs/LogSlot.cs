namespace KafkaGateway.Storage.Local.Logs;

/// <summary>What this process knows of one log between openings. Opening and deleting it take turns.</summary>
internal sealed class LogSlot
{
    private readonly Lock _gate = new();
    private LocalRecordLog? _open;
    private bool _isUnclean;

    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The highest epoch that has opened the log, where it is this process alone that opens it.</summary>
    public int NewestEpoch { get; set; } = int.MinValue;

    /// <summary>The log is deleted; whoever waited for his turn looks for the slot of its successor.</summary>
    public bool IsRetired { get; set; }

    /// <summary>The log as its last owner has it open.</summary>
    public LocalRecordLog? Open
    {
        get
        {
            lock (_gate)
                return _open;
        }

        set
        {
            lock (_gate)
                _open = value;
        }
    }

    /// <summary>Whether it was closed, where it was open at all, with all it held on the disk.</summary>
    public bool IsClean
    {
        get
        {
            lock (_gate)
                return _open is null && !_isUnclean;
        }
    }

    public void Closed(LocalRecordLog log)
    {
        lock (_gate)
        {
            _isUnclean = !log.WasClosedCleanly;
            if (_open == log)
                _open = null;
        }
    }
}
