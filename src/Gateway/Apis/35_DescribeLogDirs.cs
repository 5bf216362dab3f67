using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Messages;
using KafkaGateway.Gateway.Dispatch;
using KafkaGateway.Gateway.Topics;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;

namespace KafkaGateway.Gateway.Apis;

/// <summary>
/// Lists what partitions take in storage. There is one log folder; what is not there of the partitions asked for is left out.
/// <para>
/// Versions: 1 changes nothing that is served; 2 is flexible; 3 adds a top-level error; 4 the room on the disk (KIP-827);
/// 5 whether a folder is cordoned, which it never is.
/// </para>
/// </summary>
internal sealed class DescribeLogDirs(GatewayServices services) : Api<DescribeLogDirsRequest, DescribeLogDirsResponse>
{
    protected override async ValueTask<DescribeLogDirsResponse?> HandleAsync(DescribeLogDirsRequest request, RequestContext context)
    {
        var (path, totalBytes, usableBytes) = services.Cluster.LogDir;
        var directory = new DescribeLogDirsResponse.DescribeLogDirsResult { LogDir = path, TotalBytes = totalBytes, UsableBytes = usableBytes };
        var catalog = await services.Topics.RefreshAsync(context.Aborted);
        foreach (var (topic, partitions) in Asked(request, catalog))
        {
            var described = await DescribeAsync(topic, partitions, context.Aborted);
            if (described.Partitions.Count > 0)
            {
                directory.Topics.Add(described);
            }
        }

        return new DescribeLogDirsResponse { Results = [directory] };
    }

    private static IEnumerable<(TopicCatalogEntry Topic, IEnumerable<int> Partitions)> Asked(DescribeLogDirsRequest request, TopicCatalogSnapshot catalog) =>
        request.Topics is null
            ? catalog.Topics.Select(topic => (topic, Enumerable.Range(0, topic.PartitionCount)))
            : from asked in request.Topics
              let topic = catalog.Find(asked.Topic)
              where topic is not null
              select (topic, asked.Partitions.Distinct().Where(partition => topic.Has(partition)));

    private async ValueTask<DescribeLogDirsResponse.DescribeLogDirsTopic> DescribeAsync(
        TopicCatalogEntry topic, IEnumerable<int> partitions, CancellationToken cancellationToken)
    {
        var calls = new List<(int Index, Task<PartitionDescription> Call)>();
        foreach (var index in partitions)
        {
            calls.Add((index, services.Actors.Partition(topic.Partition(index)).DescribeAsync(cancellationToken).AsTask()));
        }

        var described = new DescribeLogDirsResponse.DescribeLogDirsTopic { Name = topic.Name };
        foreach (var (index, call) in calls)
        {
            var partition = await call;
            if (partition.ErrorCode == ErrorCode.None)
            {
                described.Partitions.Add(new() { PartitionIndex = index, PartitionSize = partition.SizeBytes });
            }
        }

        return described;
    }
}
