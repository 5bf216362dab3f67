namespace KafkaGateway.Protocol.Groups;

/// <summary>Reads what consumers write into their groups' requests: subscriptions and assignments, which a coordinator passes on unread.</summary>
public static class ConsumerProtocol
{
    /// <summary>
    /// Decodes a blob as version 0, which begins every version, so that a newer client's is readable too. Null where it is empty or malformed.
    /// </summary>
    public static T? Read<T>(ReadOnlyMemory<byte> blob)
        where T : class, IKafkaMessage, new()
    {
        if (blob.IsEmpty)
            return null;
        try
        {
            var reader = new KafkaReader(blob);
            var message = new T();
            reader.Skip(sizeof(short));
            message.Read(ref reader, 0);
            return message;
        }
        catch (ProtocolException)
        {
            return null;
        }
    }
}
