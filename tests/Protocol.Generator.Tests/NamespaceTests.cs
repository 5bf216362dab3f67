namespace KafkaGateway.Protocol.Generator.Tests;

public sealed class NamespaceTests
{
    [Fact]
    public void Messages_are_in_the_namespace_Messages_below_the_root_namespace_of_the_project()
    {
        var result = GeneratorRun.Run(SchemaText.Load("00-Produce.kafka"));
        Assert.Contains("\nnamespace Sample.Messages;\n", result.Source("00-Produce.ProduceRequest.g.cs"), StringComparison.Ordinal);
        Assert.Contains("\nnamespace Sample;\n", result.Source("KafkaApis.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_of_data_files_alone_has_no_register()
    {
        var result = GeneratorRun.Run(SchemaText.Load("RequestHeader.kafka"));
        Assert.Equal(["RequestHeader.RequestHeader.g.cs"], result.GeneratedSources.Select(s => s.HintName));
    }

    [Fact]
    public void Other_additional_files_are_left_alone() =>
        Assert.Empty(GeneratorRun.Run(new SchemaText("notes.txt", "data")).GeneratedSources);

    [Theory]
    [InlineData("68-ConsumerGroupHeartbeat.kafka", "68-ConsumerGroupHeartbeat.ConsumerGroupHeartbeatResponse.g.cs", "AssignmentData? Assignment { get; set; }")]
    [InlineData("66-ListTransactions.kafka", "66-ListTransactions.ListTransactionsResponse.g.cs", "class TransactionStateData :")]
    [InlineData("01-Fetch.kafka", "01-Fetch.FetchRequest.g.cs", "ReplicaStateData ReplicaState")]
    public void A_struct_named_like_a_property_that_it_would_clash_with_gets_the_suffix_Data(string schema, string source, string text) =>
        Assert.Contains(text, GeneratorRun.Run(SchemaText.Load(schema)).Source(source), StringComparison.Ordinal);
}
