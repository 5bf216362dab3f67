using System.Buffers;
using KafkaGateway.Contracts;
using KafkaGateway.Protocol;

namespace KafkaGateway.Actors.Topics;

/// <summary>What Kafka takes as a topic's name.</summary>
internal static class TopicName
{
    /// <summary>Leaves room in a file name of 255 for a partition's number.</summary>
    public const int MaxLength = 249;

    private static readonly SearchValues<char> Legal =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>Null where the name is fine.</summary>
    public static KafkaError? Check(string name)
    {
        var problem =
            name.Length == 0 ? "it is empty"
            : name is "." or ".." ? $"'{name}' is reserved"
            : name.Length > MaxLength ? $"it has {name.Length} characters, and {MaxLength} is the most"
            : name.AsSpan().ContainsAnyExcept(Legal) ? $"'{name}' has characters other than ASCII letters, digits, '.', '_' and '-'"
            : null;
        return problem is null ? null : new KafkaError(ErrorCode.InvalidTopicException, $"Topic name is invalid: {problem}");
    }

    /// <summary>'.' and '_' become the same in the names of metrics, so two topics must not differ in nothing else. Null where none does.</summary>
    public static KafkaError? CheckCollision(string name, TopicCatalogSnapshot catalog)
    {
        if (!name.AsSpan().ContainsAny('.', '_'))
        {
            return null;
        }

        var folded = Fold(name);
        var others = catalog.Topics.Select(topic => topic.Name)
            .Where(other => other != name && other.Length == name.Length && Fold(other) == folded)
            .ToList();
        return others.Count == 0 ? null
            : new KafkaError(ErrorCode.InvalidTopicException, $"Topic '{name}' collides with existing topics: {string.Join(", ", others)}");
    }

    private static string Fold(string name) => name.Replace('.', '_');
}
