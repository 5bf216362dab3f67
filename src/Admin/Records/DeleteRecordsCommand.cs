using System.CommandLine;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;
using KafkaGateway.Protocol;
using KafkaGateway.Protocol.Messages;
using static KafkaGateway.Admin.OptionGroup;

namespace KafkaGateway.Admin.Records;

/// <summary>'delete-records', after kafka-delete-records.sh: moves the starts of logs forward.</summary>
internal sealed class DeleteRecordsCommand
{
    private readonly Option<string?> _file = Text(
        "--offset-json-file",
        "FILE",
        """What to delete: {"partitions": [{"topic": "orders", "partition": 0, "offset": 3}], "version": 1}; offset -1 stands for all records.""");

    private DeleteRecordsCommand()
    {
    }

    public static Command Create(AdminHost host) => new DeleteRecordsCommand().Build(host);

    private Command Build(AdminHost host) =>
        host.Create("delete-records", "Deletes the records of partitions below an offset.", new CommandAction(null, [_file], [], RunAsync));

    private async Task RunAsync(Session session)
    {
        var offsets = RecordsToDelete.Read(session.Get(_file)!);
        var answers = await session.Client.AskLeadersAsync<DeleteRecordsResponse, long>(
            offsets.Keys, some => Request(some, offsets, session.Client.TimeoutMs), Results, session.Stop);
        foreach (var (partition, answer) in answers.Where(pair => pair.Value.Error != ErrorCode.None).OrderBy(pair => pair.Key))
            session.Fail($"partition {partition}: {answer.Error.Name()}");
        session.Results.Show(
            answers.Where(pair => pair.Value.Error == ErrorCode.None)
                .OrderBy(pair => pair.Key)
                .Select(pair => new DeletedRecords(pair.Key.Topic, pair.Key.Partition, pair.Value.Value))
                .ToList(),
            rows => Tables.Of(rows, new("TOPIC", row => row.Topic), new("PARTITION", row => row.Partition), new("LOW-WATERMARK", row => row.LowWatermark)));
    }

    private static DeleteRecordsRequest Request(
        IEnumerable<TopicPartition> partitions, IReadOnlyDictionary<TopicPartition, long> offsets, int timeoutMs) => new()
    {
        TimeoutMs = timeoutMs,
        Topics =
        [
            .. partitions.GroupBy(partition => partition.Topic).Select(topic => new DeleteRecordsRequest.DeleteRecordsTopic
            {
                Name = topic.Key,
                Partitions = [.. topic.Select(partition => new DeleteRecordsRequest.DeleteRecordsPartition
                {
                    PartitionIndex = partition.Partition,
                    Offset = offsets[partition],
                })],
            }),
        ],
    };

    private static IEnumerable<(TopicPartition, PartitionAnswer<long>)> Results(DeleteRecordsResponse response) =>
        from topic in response.Topics
        from partition in topic.Partitions
        select (new TopicPartition(topic.Name, partition.PartitionIndex), new PartitionAnswer<long>(partition.ErrorCode, partition.LowWatermark));

    private sealed record DeletedRecords(string Topic, int Partition, long LowWatermark);
}
