using KafkaGateway.Actors.Partitions;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Faults;
using KafkaGateway.Storage.Memory;

namespace KafkaGateway.Actors.Tests.Partitions;

public sealed class LeaderEpochsTests
{
    private static readonly PartitionKey Key = new("t", new Guid(1, 0, 0, new byte[8]), 3);
    private readonly MemoryStateStore _states = new();
    private readonly ScriptedFaults _faults = new();

    [Fact]
    public async Task Epochs_begin_with_zero_and_each_partition_has_its_own()
    {
        Assert.Equal(0, await LeaderEpochs.TakeNextAsync(_states, Key, default));
        Assert.Equal(1, await LeaderEpochs.TakeNextAsync(_states, Key, default));
        Assert.Equal(0, await LeaderEpochs.TakeNextAsync(_states, Key with { Partition = 4 }, default));
        Assert.Equal(0, await LeaderEpochs.TakeNextAsync(_states, Key with { TopicId = Guid.NewGuid() }, default));
        Assert.Equal(2, await LeaderEpochs.TakeNextAsync(_states, Key with { Topic = "renamed" }, default));
    }

    [Fact]
    public async Task Of_those_who_ask_at_the_same_time_each_gets_another_one()
    {
        var states = new FaultyStateStore(_states, _faults);
        _faults.Hold(StorageCall.WriteState);
        var taken = Enumerable.Range(0, 10).Select(_ => LeaderEpochs.TakeNextAsync(states, Key, default).AsTask()).ToList();
        _faults.LetGo(StorageCall.WriteState);
        Assert.Equal(Enumerable.Range(0, 10), (await Task.WhenAll(taken)).Order());
    }

    [Fact]
    public async Task An_epoch_whose_taker_did_not_learn_of_it_is_never_given_out_again()
    {
        var states = new FaultyStateStore(_states, _faults);
        _faults.FailNext(StorageCall.WriteState, afterApplying: true);
        await Assert.ThrowsAsync<StorageException>(async () => await LeaderEpochs.TakeNextAsync(states, Key, default));
        Assert.Equal(1, await LeaderEpochs.TakeNextAsync(states, Key, default));
    }

    [Fact]
    public async Task They_are_forgotten_with_the_partition()
    {
        await LeaderEpochs.ForgetAsync(_states, Key, default);
        await LeaderEpochs.TakeNextAsync(_states, Key, default);
        await LeaderEpochs.TakeNextAsync(_states, Key, default);
        await LeaderEpochs.ForgetAsync(_states, Key, default);
        Assert.Null(await _states.ReadAsync(LeaderEpochs.Kind, "AAAAAQAAAAAAAAAAAAAAAA/3", default));
        Assert.Equal(0, await LeaderEpochs.TakeNextAsync(_states, Key, default));
    }
}
