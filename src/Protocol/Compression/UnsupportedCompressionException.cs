namespace KafkaGateway.Protocol.Compression;

/// <summary>A codec id that names no codec, a codec that a message format does not allow, or one whose library is missing here.</summary>
public sealed class UnsupportedCompressionException(string message) : Exception(message);
