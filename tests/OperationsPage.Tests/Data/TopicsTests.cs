using System.Net;
using KafkaGateway.OperationsPage.Tests.Hosting;

namespace KafkaGateway.OperationsPage.Tests.Data;

public sealed class TopicsTests : PageTest
{
    [Fact]
    public async Task Topics_come_in_the_order_of_their_names_with_the_number_of_their_partitions()
    {
        await CreateAsync(("b", 2), ("a", 1), ("c", 3));
        var topics = await DataAsync("topics");
        Assert.Equal(["a", "b", "c"], topics.Each("topics", "name"));
        Assert.Equal(["1", "2", "3"], topics.Each("topics", "partitions"));
    }

    [Fact]
    public async Task A_page_says_where_it_is_in_the_whole()
    {
        await CreateAsync([.. Enumerable.Range(0, 7).Select(i => ($"t{i}", 1))]);
        var topics = await DataAsync("topics", ("from", "3"), ("limit", "2"));
        Assert.Equal(["t3", "t4"], topics.Each("topics", "name"));
        Assert.Equal(("7", "7", "3"), (topics.Text("total"), topics.Text("matching"), topics.Text("from")));
        Assert.Empty((await DataAsync("topics", ("from", "7"))).List("topics"));
    }

    [Fact]
    public async Task A_filter_is_part_of_the_name_in_any_case_and_counts_before_the_page()
    {
        await CreateAsync(("orders.new", 1), ("ORDERS.old", 1), ("payments", 1));
        var topics = await DataAsync("topics", ("filter", "Orders"), ("limit", "1"));
        Assert.Equal(("3", "2"), (topics.Text("total"), topics.Text("matching")));
        Assert.Equal(["ORDERS.old"], topics.Each("topics", "name"));
    }

    [Theory]
    [InlineData("from", "-1", "from is '-1', but must be a number from 0 to 2147483647")]
    [InlineData("from", "many", "from is 'many', but must be a number from 0 to 2147483647")]
    [InlineData("limit", "0", "limit is '0', but must be a number from 1 to 500")]
    [InlineData("limit", "501", "limit is '501', but must be a number from 1 to 500")]
    public async Task A_page_that_cannot_be_is_refused_in_words(string name, string value, string says) =>
        Assert.Equal((HttpStatusCode.BadRequest, says), await RefusalAsync("topics", (name, value)));

    private async Task CreateAsync(params (string Name, int Partitions)[] topics)
    {
        foreach (var (name, partitions) in topics)
            await Client.CreateTopicAsync(name, partitions);
    }
}
