using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KafkaGateway.Contracts;

/// <summary>
/// The ids of topics that others have made in the storage: made from what names one incarnation there, so that they are the same everywhere and
/// always. They are UUIDs of version 8, which the ids of our own topics never are: an id says whose topic it is.
/// </summary>
public static class ForeignTopicIds
{
    private const int Version = 8;

    /// <summary>The id of one incarnation.</summary>
    /// <param name="ns">Where it is.</param>
    /// <param name="name">What it is called there.</param>
    /// <param name="generation">What tells it from earlier ones of that name.</param>
    public static Guid Of(string ns, string name, long generation)
    {
        var named = Encoding.UTF8.GetBytes($"{ns}/{name}/--------");
        BinaryPrimitives.WriteInt64BigEndian(named.AsSpan(^sizeof(long)), generation);
        var id = SHA256.HashData(named).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | (Version << 4));
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>Whether an id is that of a topic that others have made.</summary>
    public static bool Is(Guid topicId) => topicId.Version == Version;
}
