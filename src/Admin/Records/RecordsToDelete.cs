using System.Text.Json;
using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Records;

/// <summary>Reads the file that says which records are to go.</summary>
internal static class RecordsToDelete
{
    private const int KnownVersion = 1;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    /// <summary>The first offset to be kept, by partition.</summary>
    public static IReadOnlyDictionary<TopicPartition, long> Read(string path)
    {
        var file = Parse(path);
        if (file.Version != KnownVersion)
            throw new AdminException($"{path}: version {file.Version} is not known; known is {KnownVersion}");
        if (file.Partitions.Length == 0)
            throw new AdminException($"{path}: it names no partition");
        var offsets = new Dictionary<TopicPartition, long>();
        foreach (var entry in file.Partitions)
        {
            if (!offsets.TryAdd(new TopicPartition(entry.Topic, entry.Partition), entry.Offset))
                throw new AdminException($"{path}: partition {entry.Topic}-{entry.Partition} stands there twice");
        }

        return offsets;
    }

    private static OffsetFile Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<OffsetFile>(File.ReadAllBytes(path), s_options) ?? throw new AdminException($"{path}: it holds null");
        }
        catch (JsonException malformed)
        {
            throw new AdminException($"{path}: {malformed.Message}", malformed);
        }
    }

    private sealed record OffsetFile(Entry[] Partitions, int Version = KnownVersion);

    private sealed record Entry(string Topic, int Partition, long Offset);
}
