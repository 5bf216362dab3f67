using System.Globalization;
using KafkaGateway.Contracts;

namespace KafkaGateway.Grains.Interfaces;

/// <summary>A partition's key as a grain key: TOPIC-ID/PARTITION/TOPIC, the name last because nobody has checked what is in it.</summary>
internal static class PartitionGrainKey
{
    public static string Of(PartitionKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.TopicId:N}/{key.Partition}/{key.Topic}");

    /// <exception cref="FormatException">The text is no such key.</exception>
    public static PartitionKey Parse(string text) =>
        text.Split('/', 3) is [var id, var partition, var topic]
            ? new PartitionKey(topic, Guid.ParseExact(id, "N"), int.Parse(partition, NumberStyles.None, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{text}' is not the key of a partition");
}
