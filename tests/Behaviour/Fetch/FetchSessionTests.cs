using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using KafkaGateway.Behaviour.Wire;

namespace KafkaGateway.Behaviour.Fetch;

public sealed class FetchSessionTests : KafkaTest
{
    [Fact]
    public async Task A_session_is_opened_by_epoch_0_and_then_only_news_is_told()
    {
        await Client.CreateTopicAsync(Topic, partitions: 3);
        await Client.ProduceAsync(Topic, TestBatches.Of("a"), partition: 1);
        var opened = await FetchAsync(0, 0, At(0, 0), At(1, 0), At(2, 0));
        Assert.NotEqual(0, opened.SessionId);
        Assert.Equal([0, 1, 2], Partitions(opened));

        var quiet = await FetchAsync(opened.SessionId, 1, At(1, 1));
        Assert.Equal((opened.SessionId, ErrorCode.None), (quiet.SessionId, quiet.ErrorCode));
        Assert.Empty(quiet.Responses);

        await Client.ProduceAsync(Topic, TestBatches.Of("b"), partition: 2);
        var news = await FetchAsync(opened.SessionId, 2);
        Assert.Equal([2], Partitions(news));
        Assert.Equal(["b"], Values(news));
        Assert.Equal(["b"], Values(await FetchAsync(opened.SessionId, 3)));
        Assert.Empty((await FetchAsync(opened.SessionId, 4, At(2, 1))).Responses);
    }

    [Fact]
    public async Task Partitions_are_added_and_forgotten()
    {
        await Client.CreateTopicAsync(Topic, partitions: 3);
        var id = (await FetchAsync(0, 0, At(0, 0))).SessionId;
        Assert.Equal([1], Partitions(await FetchAsync(id, 1, At(1, 0))));
        var request = Request(id, 2);
        request.ForgottenTopicsData = [new() { Topic = Topic, Partitions = [0] }];
        Assert.Empty((await Client.CallAsync<FetchResponse>(request, 12)).Responses);
        await Client.ProduceAsync(Topic, TestBatches.Of("forgotten"), partition: 0);
        await Client.ProduceAsync(Topic, TestBatches.Of("kept"), partition: 1);
        Assert.Equal(["kept"], Values(await FetchAsync(id, 3)));
    }

    [Fact]
    public async Task A_session_whose_last_partition_is_forgotten_ends()
    {
        await Client.CreateTopicAsync(Topic);
        var id = (await FetchAsync(0, 0, At(0, 0))).SessionId;
        var request = Request(id, 1);
        request.ForgottenTopicsData = [new() { Topic = Topic, Partitions = [0] }];
        Assert.Equal(0, (await Client.CallAsync<FetchResponse>(request, 12)).SessionId);
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, (await FetchAsync(id, 2)).ErrorCode);
    }

    [Fact]
    public async Task A_wrong_epoch_and_an_unknown_id_are_refused_and_harm_no_session()
    {
        await Client.CreateTopicAsync(Topic);
        var id = (await FetchAsync(0, 0, At(0, 0))).SessionId;
        Assert.Equal(ErrorCode.InvalidFetchSessionEpoch, (await FetchAsync(id, 2)).ErrorCode);
        Assert.Equal((ErrorCode.FetchSessionIdNotFound, 0), Outcome(await FetchAsync(id == 1 ? 2 : 1, 1)));
        Assert.Equal((ErrorCode.None, id), Outcome(await FetchAsync(id, 1)));
        Assert.Equal(ErrorCode.InvalidFetchSessionEpoch, (await FetchAsync(id, 1)).ErrorCode);
    }

    [Fact]
    public async Task A_session_of_names_cannot_go_on_with_ids()
    {
        await Client.CreateTopicAsync(Topic);
        var id = (await FetchAsync(0, 0, At(0, 0))).SessionId;
        Assert.Equal(ErrorCode.FetchSessionTopicIdError, (await Client.CallAsync<FetchResponse>(Request(id, 1), 13)).ErrorCode);
    }

    [Fact]
    public async Task Epoch_minus_1_ends_a_session_and_is_answered_in_full()
    {
        await Client.CreateTopicAsync(Topic);
        var id = (await FetchAsync(0, 0, At(0, 0))).SessionId;
        var last = await FetchAsync(id, -1, At(0, 0));
        Assert.Equal([0], Partitions(last));
        Assert.Equal(0, last.SessionId);
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, (await FetchAsync(id, 1)).ErrorCode);
    }

    [Fact]
    public async Task Opening_a_new_session_with_an_old_id_ends_the_old_one()
    {
        await Client.CreateTopicAsync(Topic);
        var old = (await FetchAsync(0, 0, At(0, 0))).SessionId;
        var opened = (await FetchAsync(old, 0, At(0, 0))).SessionId;
        Assert.NotEqual(old, opened);
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, (await FetchAsync(old, 1)).ErrorCode);
        Assert.Equal(ErrorCode.None, (await FetchAsync(opened, 1)).ErrorCode);
    }

    [Fact]
    public async Task When_all_slots_are_taken_the_client_goes_on_without_a_session()
    {
        const int Slots = 3;
        await using var kafka = await TestKafka.StartAsync(o => o.Settings["max.incremental.fetch.session.cache.slots"] = $"{Slots}");
        await using var client = await kafka.ConnectAsync();
        Task<FetchResponse> OpenAsync() => client.CallAsync<FetchResponse>(Request(0, 0, At(0, 0)), 12);
        await client.CreateTopicAsync(Topic);
        var ids = new List<int>();
        for (var i = 0; i < Slots; i++)
            ids.Add((await OpenAsync()).SessionId);
        Assert.DoesNotContain(0, ids);
        var without = await OpenAsync();
        Assert.Equal([0], Partitions(without));
        Assert.Equal(0, without.SessionId);
        await client.CallAsync<FetchResponse>(Request(ids[0], -1), 12);
        Assert.NotEqual(0, (await OpenAsync()).SessionId);
    }

    [Fact]
    public async Task Partitions_that_gave_data_go_last_so_that_all_get_their_turn()
    {
        await Client.CreateTopicAsync(Topic, partitions: 3);
        for (var partition = 0; partition < 3; partition++)
            await Client.ProduceAsync(Topic, TestBatches.Of($"{partition}"), partition);
        var id = (await FetchAsync(0, 0, At(0, 1), At(1, 1), At(2, 1))).SessionId;
        var epoch = 1;
        var served = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var request = Request(id, epoch++, i == 0 ? [At(0, 0), At(1, 0), At(2, 0)] : []);
            request.MaxBytes = 1;
            served.AddRange(Values(await Client.CallAsync<FetchResponse>(request, 12)));
        }

        Assert.Equal(["0", "1", "2", "0", "1", "2"], served);
    }

    [Fact]
    public async Task A_partition_with_an_error_is_told_every_time_and_once_more_when_it_is_gone()
    {
        await Client.CreateTopicAsync(Topic);
        await Client.ProduceAsync(Topic, TestBatches.Of("a"));
        var id = (await FetchAsync(0, 0, At(0, 9))).SessionId;
        Assert.Equal([0], Partitions(await FetchAsync(id, 1)));
        Assert.Equal([0], Partitions(await FetchAsync(id, 2)));
        var recovered = await FetchAsync(id, 3, At(0, 1));
        Assert.Equal(ErrorCode.None, recovered.Responses.Single().Partitions.Single().ErrorCode);
        Assert.Empty((await FetchAsync(id, 4)).Responses);
    }

    private Task<FetchResponse> FetchAsync(int sessionId, int epoch, params FetchRequest.FetchPartition[] partitions) =>
        Client.CallAsync<FetchResponse>(Request(sessionId, epoch, partitions), 12);

    private FetchRequest Request(int sessionId, int epoch, params FetchRequest.FetchPartition[] partitions) => new()
    {
        MaxBytes = 1 << 20,
        SessionId = sessionId,
        SessionEpoch = epoch,
        Topics = partitions.Length == 0 ? [] : [new() { Topic = Topic, Partitions = [.. partitions] }],
    };

    private static FetchRequest.FetchPartition At(int partition, long offset) =>
        new() { Partition = partition, FetchOffset = offset, PartitionMaxBytes = 1 << 20 };

    private static List<int> Partitions(FetchResponse response) =>
        [.. response.Responses.SelectMany(topic => topic.Partitions).Select(partition => partition.PartitionIndex)];

    private static List<string> Values(FetchResponse response) =>
        [.. response.Responses.SelectMany(topic => topic.Partitions).SelectMany(partition => TestBatches.Values(partition.Records))];

    private static (ErrorCode, int) Outcome(FetchResponse response) => (response.ErrorCode, response.SessionId);
}
