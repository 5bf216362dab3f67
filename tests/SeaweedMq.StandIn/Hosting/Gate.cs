namespace KafkaGateway.SeaweedMq.StandIn.Hosting;

/// <summary>Holds up whoever comes along while it is closed.</summary>
internal sealed class Gate
{
    private readonly Pulse _changed = new();
    private volatile bool _isClosed;

    public void Close() => _isClosed = true;

    public void Open()
    {
        _isClosed = false;
        _changed.Beat();
    }

    public async Task PassAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (!_isClosed)
                return;
            await changed.WaitAsync(cancellation);
        }
    }
}
