using KafkaGateway.Protocol;

namespace KafkaGateway.Actors;

/// <summary>Stored states: the version of the schema as int16, then the message, so that a later version can still read it.</summary>
public static class StateCodec
{
    /// <summary>The message in a version of its schema, behind that version.</summary>
    public static ReadOnlyMemory<byte> Encode(IKafkaMessage message, short version = 0)
    {
        using var writer = new KafkaWriter();
        writer.WriteInt16(version);
        message.Write(writer, version);
        return writer.ToArray();
    }

    /// <summary>The message, in whichever version it was written.</summary>
    /// <exception cref="ProtocolException">The bytes are no such message.</exception>
    public static T Decode<T>(ReadOnlyMemory<byte> bytes)
        where T : IKafkaMessage, new()
    {
        var reader = new KafkaReader(bytes);
        var version = reader.ReadInt16();
        var message = new T();
        message.Read(ref reader, version);
        return message;
    }
}
