using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Groups;

/// <summary>The join and sync calls that wait for the group, by the numbers that its steps know them by.</summary>
internal sealed class WaitingCalls
{
    private readonly Dictionary<long, Waiting> _waiting = [];
    private long _last;

    /// <summary>Begins to wait. The form of a failed answer is kept for the case that the group has to be given up.</summary>
    public (long Call, Task<IKafkaMessage> Answer) Begin(Func<ErrorCode, IKafkaMessage> failed)
    {
        var waiting = new Waiting(new(TaskCreationOptions.RunContinuationsAsynchronously), failed);
        _waiting.Add(++_last, waiting);
        return (_last, waiting.Answer.Task);
    }

    public void Answer(GroupReply reply)
    {
        if (_waiting.Remove(reply.Call, out var waiting))
            waiting.Answer.SetResult(reply.Response);
    }

    public void FailAll(ErrorCode error)
    {
        foreach (var waiting in _waiting.Values)
            waiting.Answer.SetResult(waiting.Failed(error));
        _waiting.Clear();
    }

    private sealed record Waiting(TaskCompletionSource<IKafkaMessage> Answer, Func<ErrorCode, IKafkaMessage> Failed);
}
