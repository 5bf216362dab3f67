using KafkaGateway.SeaweedMqProcess.Tests.Stack;

namespace KafkaGateway.SeaweedMqProcess.Tests.Records;

/// <summary>The stack that the tests of this folder share; each has topics of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedKafka : ICollectionFixture<SharedKafka>, IAsyncLifetime
{
    public const string Name = "records";

    internal KafkaOnSeaweed Stack { get; private set; } = null!;

    public async Task InitializeAsync() => Stack = await KafkaOnSeaweed.StartAsync(Shape.OneProcess);

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
