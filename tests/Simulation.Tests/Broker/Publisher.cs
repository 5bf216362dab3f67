using KafkaGateway.Contracts.Storage;
using KafkaGateway.Simulation.Tests.Kernel;

namespace KafkaGateway.Simulation.Tests.Broker;

/// <summary>
/// Brings an owner's batches to the broker, over one stream that is opened again whenever it breaks; then all that is not on the disk is sent
/// again.
/// </summary>
internal sealed class Publisher(
    World world, SimulatedBroker broker, OwnerLife life, Ownership ownership, BrokerDelays delays, BrokerRules rules, OwnersTail tail)
{
    private readonly Milestones _acked = new();
    private readonly Milestones _durable = new();
    private BrokerSession? _session;
    private long _claimedOffset = -1;
    private bool _isClosed;

    public void Start(BrokerSession session)
    {
        _session = session;
        broker.Written += OnWritten;
        world.Start(RunAsync);
    }

    /// <summary>Completes when the broker has them.</summary>
    public Task SendAsync(IReadOnlyList<LogBatch> batches)
    {
        tail.Add(batches);
        SendRest();
        return _acked.ReachAsync(tail.Batches.Count, tail.Acked);
    }

    /// <summary>Completes when the first so many batches are on the disk.</summary>
    public Task FlushAsync(int batches, bool atOnce)
    {
        Mark(atOnce);
        return _durable.ReachAsync(batches, tail.Durable);
    }

    public void Close()
    {
        _isClosed = true;
        broker.Written -= OnWritten;
    }

    private void SendRest()
    {
        while (_session is { } session && tail.Send() is { } batch)
        {
            var answer = session.Stream.SendAsync(new BrokerMessage(ownership.Term, batch));
            world.Start(() => AckAsync(session, answer));
        }
    }

    private async Task AckAsync(BrokerSession session, Task<BrokerAnswer?> answer)
    {
        if (await life.AwaitAsync(answer) is not { } taken || session != _session)
            return;
        tail.Ack(taken.Offset);
        _acked.Pass(tail.Acked);

        // The files may have been quicker than the answer.
        TakeDurable();
    }

    // A message behind the batches shows whether they are on the disk.
    private void Mark(bool atOnce) => _ = _session?.Stream.SendAsync(new BrokerMessage(ownership.Term, isLate: atOnce));

    private void OnWritten(int file, long claimedOffset) => world.Start(async () =>
    {
        await life.AwaitAsync(delays.TravelAsync());
        if (file < (_session?.FirstFile ?? int.MaxValue))
            return;
        _claimedOffset = Math.Max(_claimedOffset, claimedOffset);
        TakeDurable();
    });

    private void TakeDurable()
    {
        tail.TakeDurable(_claimedOffset);
        _durable.Pass(tail.Durable);
        if (tail.EndsAt(_claimedOffset))
            Mark(atOnce: false);
    }

    private async Task RunAsync()
    {
        while (!_isClosed)
        {
            await life.AwaitAsync(_session!.Stream.Broken);
            (_session, _claimedOffset) = (null, -1);
            if (rules.SendsAgain)
                tail.Rewind();
            else
                tail.ForgetAcked();
            await ReopenAsync();
        }
    }

    private async Task ReopenAsync()
    {
        try
        {
            while (_session is null && !_isClosed)
            {
                await life.AwaitAsync(world.Delay(delays.Reopening));
                await ownership.ConfirmAsync();
                _session = await BrokerSession.BeginAsync(broker, life, ownership.Term);
            }

            SendRest();
        }
        catch (FencedException fenced)
        {
            Close();
            _acked.Fail(fenced);
            _durable.Fail(fenced);
        }
    }
}
