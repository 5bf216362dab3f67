using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.StandIn;
using KafkaGateway.SeaweedMq.Tests.Support;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.SeaweedMq.Tests.Faults;

/// <summary>What a former owner still has on its way when his time is over.</summary>
public sealed class FormerOwnerTests
{
    [Fact]
    public async Task A_batch_that_gets_to_the_broker_behind_the_next_owners_barrier_is_not_acknowledged_and_not_seen()
    {
        await using var owned = await OwnedLog.OpenAsync();
        await owned.AppendAsync(5);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        owned.Weed.Broker.BeforeAppend = (_, _) =>
        {
            owned.Weed.Broker.BeforeAppend = null;
            reached.SetResult();
            return held.Task;
        };
        var late = owned.Log.AppendAsync([Batches.Make(5, 1, 100, epoch: 0)], default).AsTask();
        await reached.Task;
        await owned.TakeOverAsync();
        held.SetResult();
        await Assert.ThrowsAsync<FencedException>(() => late.WaitAsync(OwnedLog.Patience));
        await owned.AppendAsync(5);
        await owned.AssertWholeAsync();
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
    }

    [Fact]
    public async Task A_snapshot_of_what_was_lost_with_owner_and_broker_is_not_believed_by_later_owners()
    {
        var interval = TimeSpan.FromSeconds(30);
        await using var owned = await OwnedLog.OpenAsync(new StandInOptions { FlushInterval = interval }, options => options with { FlushInterval = interval });
        await owned.AppendAsync(3);
        await owned.Log.SaveSnapshotAsync(new LogSnapshot(3, "lost"u8.ToArray()), default);
        owned.Weed.Broker.Kill();
        owned.Weed.Broker.Start();
        await owned.TakeOverAsync();
        Assert.Equal(0, owned.Log.Bounds.EndOffset);
        owned.Acknowledged.Clear();
        await owned.AppendAsync(5);
        await owned.TakeOverAsync();
        await owned.AssertWholeAsync();
        Assert.Null(await owned.Log.LoadSnapshotAsync(default));
    }

    [Fact]
    public async Task Ten_owners_in_a_row_with_kills_of_the_broker_in_between_leave_one_log()
    {
        await using var owned = await OwnedLog.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            await owned.AppendAsync(7);
            if (i % 3 == 2)
            {
                owned.Weed.Broker.Kill();
                owned.Weed.Broker.Start();
                await owned.AppendAsync(2);
            }

            var former = await owned.TakeOverAsync();
            await Assert.ThrowsAsync<FencedException>(async () => await former.AppendAsync([Batches.Make(former.Bounds.EndOffset)], default));
        }

        await owned.AssertWholeAsync();
        Assert.Equal(Batches.Concat(owned.Acknowledged.Skip(10)), (await owned.Log.ReadAsync(10, int.MaxValue, true, default)).ToArray());
    }
}
