namespace KafkaGateway.Protocol.Tests.Codec;

/// <summary>Every generated message, as the argument of a theory.</summary>
public sealed class MessageNames : TheoryData<string>
{
    /// <summary>Lists them.</summary>
    public MessageNames() => AddRange([.. SchemaMessage.All.Select(m => m.Name)]);
}
