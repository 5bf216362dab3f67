using System.Text;

namespace KafkaGateway.Contracts;

/// <summary>What a consumer group may be called. Kafka has no limit but that of its strings; here ids are keys of database indexes.</summary>
public static class GroupId
{
    /// <summary>The most octets of an id in UTF-8. With a topic's name, and every octet escaped, it still fits into an index entry of PostgreSQL.</summary>
    public const int MaxBytes = 1000;

    /// <summary>Whether no group can have that id; then every call about it is answered with INVALID_GROUP_ID.</summary>
    public static bool IsTooLong(string groupId)
    {
        ArgumentNullException.ThrowIfNull(groupId);
        return groupId.Length > MaxBytes || Encoding.UTF8.GetByteCount(groupId) > MaxBytes;
    }
}
