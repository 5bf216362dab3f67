namespace KafkaGateway.Protocol.Groups;

/// <summary>What consumers write into their groups' requests: subscriptions and assignments, each with its version in front. A coordinator passes them on unread.</summary>
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

    /// <summary>Encodes a subscription or an assignment.</summary>
    public static byte[] Write(IKafkaMessage message, short version)
    {
        using var writer = new KafkaWriter();
        writer.WriteInt16(version);
        message.Write(writer, version);
        return writer.ToArray();
    }

    /// <summary>The version a blob says it has, -1 for none.</summary>
    public static short VersionOf(ReadOnlyMemory<byte> blob) => blob.Length < sizeof(short) ? (short)-1 : new KafkaReader(blob).ReadInt16();
}
