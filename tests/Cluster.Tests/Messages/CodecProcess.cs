using KafkaGateway.Grains.Messages;
using KafkaGateway.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace KafkaGateway.Cluster.Tests.Messages;

/// <summary>A process as far as messages are concerned: what it writes and reads is what Orleans sends.</summary>
internal sealed class CodecProcess(IReadOnlyList<RelayedMessage>? messages = null) : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().AddMessageCodec(messages).BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public byte[] Write(IKafkaMessage message) => Serializer.SerializeToArray<object>(message);

    public IKafkaMessage Read(byte[] octets) => (IKafkaMessage)Serializer.Deserialize<object>(octets)!;

    public T Copy<T>(T value)
        where T : class => _services.GetRequiredService<DeepCopier>().Copy(value)!;

    public void Dispose() => _services.Dispose();
}
