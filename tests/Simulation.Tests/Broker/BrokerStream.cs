using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// One owner's way to the broker. Messages arrive in order, each stream at a pace of its own. What is under way when the owner dies or gives the
/// stream up may still arrive.
/// </summary>
internal sealed class BrokerStream(World world, SimulatedBroker broker, BrokerDelays delays, OwnerLife owner)
{
    private readonly Queue<(BrokerMessage Message, TaskCompletionSource<BrokerAnswer?> Answer)> _sent = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isDelivering;
    private bool _isCut;

    /// <summary>Completes when no more answers come.</summary>
    public Task Broken => _broken.Task;

    /// <summary>The answer, null where none comes any more.</summary>
    public Task<BrokerAnswer?> SendAsync(BrokerMessage message)
    {
        if (Broken.IsCompleted)
            return Task.FromResult<BrokerAnswer?>(null);
        var answer = new TaskCompletionSource<BrokerAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.At(delays.Patience, () => GiveUpWithout(answer.Task));
        _sent.Enqueue((message, answer));
        if (!_isDelivering)
            world.Start(DeliverAsync);
        _isDelivering = true;
        return answer.Task;
    }

    /// <summary>The broker has crashed.</summary>
    public void Cut()
    {
        _isCut = true;
        GiveUp();
    }

    private void GiveUpWithout(Task<BrokerAnswer?> answer)
    {
        if (!answer.IsCompleted)
            GiveUp();
    }

    private void GiveUp()
    {
        _broken.TrySetResult();
        foreach (var (_, answer) in _sent)
            answer.TrySetResult(null);
    }

    private async Task DeliverAsync()
    {
        while (_sent.TryPeek(out var next))
        {
            await delays.TravelAsync();
            await broker.RespondsAsync();
            if (_isCut || (owner.IsOver && world.Chance(0.3)))
                return;
            var answer = broker.Take(next.Message);
            await delays.TravelAsync();
            _sent.Dequeue();
            next.Answer.TrySetResult(answer);
        }

        _isDelivering = false;
    }
}
