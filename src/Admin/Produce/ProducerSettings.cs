using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Admin.Produce;

/// <summary>How records are sent.</summary>
/// <param name="Acks">-1 for all replicas in sync, 1 for the leader, 0 for no answer at all.</param>
/// <param name="Compression">The codec.</param>
/// <param name="BatchSize">Octets of a batch before compression; one record may be larger.</param>
/// <param name="AllowIdempotence">Whether batches may carry a producer id.</param>
internal sealed record ProducerSettings(short Acks, CompressionType Compression, int BatchSize, bool AllowIdempotence)
{
    public const short AllReplicas = -1;

    /// <summary>Kafka recognises batches that are sent again only with acks=all.</summary>
    public bool IsIdempotent => AllowIdempotence && Acks == AllReplicas;
}
