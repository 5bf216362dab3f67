namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>Waits for a number that only grows.</summary>
internal sealed class Milestones
{
    private readonly List<(int Number, TaskCompletionSource Reached)> _awaited = [];
    private Exception? _failure;

    public Task ReachAsync(int number, int current)
    {
        if (current >= number)
            return Task.CompletedTask;
        if (_failure is not null)
            return Task.FromException(_failure);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Add((number, reached));
        return reached.Task;
    }

    public void Pass(int current)
    {
        var passed = _awaited.FindAll(milestone => milestone.Number <= current);
        _awaited.RemoveAll(milestone => milestone.Number <= current);
        passed.ForEach(milestone => milestone.Reached.SetResult());
    }

    /// <summary>Ends those who wait, and all who will.</summary>
    public void Fail(Exception failure)
    {
        _failure = failure;
        _awaited.ForEach(milestone => milestone.Reached.SetException(failure));
        _awaited.Clear();
    }
}
