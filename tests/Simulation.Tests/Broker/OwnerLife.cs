namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>The process of an owner. When it is dead it goes on with nothing that it waited for.</summary>
internal sealed class OwnerLife(Func<bool> isDead)
{
    public bool IsOver => isDead();

    public async Task AwaitAsync(Task step)
    {
        await step;
        if (isDead())
            await new TaskCompletionSource().Task;
    }

    public async Task<T> AwaitAsync<T>(Task<T> step)
    {
        await AwaitAsync((Task)step);
        return await step;
    }
}
