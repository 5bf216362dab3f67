using System.Globalization;
using KafkaGateway.Contracts;
using KafkaGateway.SeaweedMq.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>The records of a cluster's partitions, in the filer, replaced only by who knows what they replace.</summary>
internal sealed class PartitionRecords(FilerClient filer, string ns)
{
    private const string Revision = "kafka-gateway.revision";
    private const string TopicName = "kafka-gateway.topic";
    private const string LeaderEpoch = "kafka-gateway.epoch";
    private readonly string _folder = $"/kafka-gateway/{ns}/partitions";

    public static string NameOf(PartitionKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.TopicId:N}-{key.Partition}");

    public async Task<PartitionRecord?> ReadAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        var document = await filer.ReadAsync(_folder, NameOf(key), cancellationToken);
        return document is null ? null : PartitionRecord.Parse(document.Content.Span, $"{_folder}/{NameOf(key)}");
    }

    /// <summary>The term and the epoch of the newest owner, null where there is no partition.</summary>
    public async Task<(long Term, int LeaderEpoch)?> ReadOwnerAsync(PartitionKey key, CancellationToken cancellationToken) =>
        await filer.ReadAsync(_folder, NameOf(key), cancellationToken) is { } document
            ? (long.Parse(document.Attributes[Revision].Split('.')[0], CultureInfo.InvariantCulture),
                int.Parse(document.Attributes[LeaderEpoch], CultureInfo.InvariantCulture))
            : null;

    public async Task<List<PartitionKey>> ListAsync(CancellationToken cancellationToken)
    {
        var keys = new List<PartitionKey>();
        foreach (var entry in await filer.ListAsync(_folder, "", cancellationToken))
        {
            var id = entry.Name.LastIndexOf('-');
            if (await filer.ReadAsync(_folder, entry.Name, cancellationToken) is { } document)
            {
                keys.Add(new PartitionKey(
                    document.Attributes[TopicName], Guid.Parse(entry.Name.AsSpan(0, id)), int.Parse(entry.Name.AsSpan(id + 1), CultureInfo.InvariantCulture)));
            }
        }

        return keys;
    }

    /// <summary>Returns false where somebody else was first.</summary>
    public Task<bool> CreateAsync(PartitionKey key, PartitionRecord record, CancellationToken cancellationToken) =>
        filer.CreateAsync(_folder, NameOf(key), ToDocument(key, record), cancellationToken);

    /// <summary>Returns false where what is stored is not what is to be replaced.</summary>
    public Task<bool> ReplaceAsync(PartitionKey key, PartitionRecord known, PartitionRecord record, CancellationToken cancellationToken) =>
        filer.ReplaceAsync(_folder, NameOf(key), ToDocument(key, record), Revision, known.Revision, cancellationToken);

    public Task DeleteAsync(PartitionKey key, CancellationToken cancellationToken) => filer.DeleteAsync(_folder, NameOf(key), cancellationToken);

    private static FilerDocument ToDocument(PartitionKey key, PartitionRecord record) => new(record.ToJson(), new Dictionary<string, string>
    {
        [TopicName] = key.Topic,
        [Revision] = record.Revision,
        [LeaderEpoch] = record.LeaderEpoch.ToString(CultureInfo.InvariantCulture),
    });
}
