using KafkaGateway.Actors.Topics;

namespace KafkaGateway.Actors.Tests.Topics;

public class ProducerIdsTests
{
    private readonly MemoryStates _states = new();

    [Fact]
    public async Task No_id_is_given_out_twice_by_any_number_of_owners_and_restarts()
    {
        var seen = new HashSet<long>();
        for (var round = 0; round < 3; round++)
        {
            var owners = new[] { new ProducerIds(_states), new ProducerIds(_states) };
            for (var call = 0; call < 2500; call++)
            {
                Assert.True(seen.Add(await owners[call % 2].AllocateAsync(1, CancellationToken.None)));
            }
        }
    }

    [Fact]
    public async Task A_thousand_ids_cost_one_write()
    {
        var ids = new ProducerIds(_states);
        for (var call = 0; call < ProducerIds.BlockSize; call++)
        {
            Assert.Equal(call, await ids.AllocateAsync(1, CancellationToken.None));
        }

        Assert.Equal(1, _states.Changes);
    }

    [Fact]
    public async Task Several_ids_follow_each_other_also_when_they_are_more_than_a_block()
    {
        var ids = new ProducerIds(_states);

        var first = await ids.AllocateAsync(2500, CancellationToken.None);
        var second = await ids.AllocateAsync(600, CancellationToken.None);
        var third = await ids.AllocateAsync(600, CancellationToken.None);

        Assert.True(second >= first + 2500 && third >= second + 600);
    }

    [Fact]
    public async Task After_a_failed_write_nothing_was_given_out()
    {
        var ids = new ProducerIds(_states);
        _states.BeforeChange = (_, _) => throw new InvalidOperationException("not yet");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ids.AllocateAsync(1, CancellationToken.None));
        _states.BeforeChange = null;

        Assert.Equal(0, await ids.AllocateAsync(1, CancellationToken.None));
    }
}
