using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Groups;

namespace KafkaGateway.Admin.Consume.Membership;

/// <summary>
/// A member's time in one generation of its group: it shows that it is there and commits what was printed, until the group shares out anew or the
/// member goes. What was printed is committed in the end, too.
/// </summary>
internal sealed class GenerationStay : IAsyncDisposable
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(3);

    private readonly Session _session;
    private readonly string _group;
    private readonly GroupMembership _membership;
    private readonly MemberIdentity _identity;
    private readonly PrintedOffsets _printed;
    private readonly CancellationTokenSource _over;
    private readonly Task _staying;
    private AdminException? _failure;

    public GenerationStay(
        Session session, string group, GroupMembership membership, MemberIdentity identity, PrintedOffsets printed, CancellationToken cancellationToken)
    {
        (_session, _group, _membership, _identity, _printed) = (session, group, membership, identity, printed);
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Over = _over.Token;
        _staying = StayAsync();
    }

    /// <summary>The generation has ended, or the member goes.</summary>
    public CancellationToken Over { get; }

    /// <exception cref="AdminException">It ended because something failed for good.</exception>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw failure;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _staying;
        using var goodbye = new CancellationTokenSource(GroupReader.LongestGoodbye);
        try
        {
            await CommitAsync(goodbye.Token);
        }
        catch (Exception lost) when (lost is AdminException or OperationCanceledException)
        {
            var why = lost is AdminException ? lost.Message : $"the coordinator did not answer within {GroupReader.LongestGoodbye.TotalSeconds} s";
            _session.Fail($"the last offsets of group {_group} are not committed, and their records will be read again: {why}");
        }

        _over.Dispose();
    }

    private async Task StayAsync()
    {
        using var beat = new PeriodicTimer(s_heartbeat);
        try
        {
            while (await beat.WaitForNextTickAsync(Over))
            {
                await CommitAsync(Over);
                if (!await _membership.HeartbeatAsync(_identity, Over))
                    break;
            }
        }
        catch (BrokerErrorException over) when (GroupMembership.EndsGeneration(over.Code))
        {
            // The next generation is joined by who reads.
        }
        catch (OperationCanceledException)
        {
            // The member goes.
        }
        catch (AdminException failure)
        {
            _failure = failure;
        }
        finally
        {
            await _over.CancelAsync();
        }
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var offsets = _printed.Take();
        if (offsets.Count == 0)
            return;
        try
        {
            await GroupCalls.CommitAsync(_session, _group, _identity, offsets, cancellationToken);
        }
        catch
        {
            _printed.PutBack(offsets);
            throw;
        }
    }
}
