using System.Diagnostics;

namespace KafkaGateway.Contracts.Telemetry;

/// <summary>
/// The trace of work that is done for several requests at once: that of the first that is recorded. The others get a link to it.
/// </summary>
public struct SharedTrace
{
    private Activity? _first;

    /// <summary>Takes in a request; its trace is <see cref="Activity.Current"/> where it asks.</summary>
    public void Join(Activity? request)
    {
        if (request is not { Recorded: true })
            return;
        if (_first is null)
            _first = request;
        else if (request.TraceId != _first.TraceId)
            request.AddLink(new ActivityLink(_first.Context));
    }

    /// <summary>What follows, up to the end of the calling method, belongs to that trace, and not to the one that the caller happens to be in.</summary>
    public readonly void GoOn() => Activity.Current = _first;
}
