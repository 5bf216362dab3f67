namespace KafkaGateway.Protocol;

/// <summary>A message, or a struct of one, that is encoded as the wire schema says.</summary>
public interface IKafkaMessage
{
    /// <summary>Replaces every property by what the reader holds from its position on; a field that the version lacks gets its default.</summary>
    /// <param name="reader">Stands behind the message's last octet afterwards; octets that follow are not an error.</param>
    /// <param name="version">The api version, or the version of the blob.</param>
    /// <exception cref="ProtocolException">The octets are no such message, or the message has no such version.</exception>
    void Read(ref KafkaReader reader, short version);

    /// <summary>Appends the message to the writer.</summary>
    /// <param name="writer">Where the octets go; after an exception it holds a part of the message and wants a Reset.</param>
    /// <param name="version">The api version, or the version of the blob.</param>
    /// <exception cref="ProtocolException">
    /// The version cannot carry a value: a field that it lacks is set and not ignorable, or a null stands where it allows none.
    /// </exception>
    void Write(KafkaWriter writer, short version);
}
