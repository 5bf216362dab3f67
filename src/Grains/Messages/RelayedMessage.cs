using KafkaGateway.Protocol;

namespace KafkaGateway.Grains.Messages;

/// <summary>How one type of message crosses.</summary>
internal sealed record RelayedMessage(uint Number, Type Type, Func<IKafkaMessage, short> VersionOf, Func<IKafkaMessage> Create)
{
    public static RelayedMessage Of<T>(uint number, Func<T, short> version)
        where T : IKafkaMessage, new() => new(number, typeof(T), message => version((T)message), () => new T());
}
