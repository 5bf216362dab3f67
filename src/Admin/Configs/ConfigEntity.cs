using System.Globalization;
using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Configs;

/// <summary>What has settings.</summary>
internal enum ConfigEntity : sbyte
{
    Topic = 2,
    Broker = 4,
}

/// <summary>How Kafka's tools name it, and who is to be asked.</summary>
internal static class ConfigEntityExtensions
{
    /// <exception cref="AdminException">It is no such name.</exception>
    public static ConfigEntity Parse(string name) => name switch
    {
        "topics" => ConfigEntity.Topic,
        "brokers" => ConfigEntity.Broker,
        _ => throw new AdminException($"--entity-type '{name}' is not known; known are topics, brokers"),
    };

    /// <summary>The node that alone knows the settings of an entity: the broker itself. Null where any does.</summary>
    /// <exception cref="AdminException">A broker is to be named by its id.</exception>
    public static int? Node(this ConfigEntity entity, string name)
    {
        if (entity != ConfigEntity.Broker || name.Length == 0)
            return null;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new AdminException($"--entity-name '{name}' is no broker id");
    }
}
