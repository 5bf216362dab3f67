using System.CommandLine;
using System.Globalization;
using System.Numerics;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Consume.Membership;
using static KafkaGateway.Admin.OptionGroup;

namespace KafkaGateway.Admin.Consume;

/// <summary>'consume', after kafka-console-consumer.sh.</summary>
internal sealed class ConsumeCommand
{
    private readonly Option<string?> _topic = Text("--topic", "TOPIC", "The topic.");
    private readonly Option<string?> _group = Text(
        "--group", "GROUP", "Join this group: read the partitions that it gives, from what it has committed on, and commit what was printed.");

    private readonly Option<int?> _partition = Number<int>("--partition", "N", "Only this partition. [default: all]");
    private readonly Option<string?> _offset = Text("--offset", "earliest|latest|N", "Where to begin; a number goes with --partition. [default: latest]");
    private readonly Option<bool> _fromBeginning = Flag("--from-beginning", "Begin at the start of the log; of a group, where it has committed nothing.");
    private readonly Option<long?> _maxMessages = Number<long>("--max-messages", "N", "End after so many records.");
    private readonly Option<int?> _timeoutMs = Number<int>("--timeout-ms", "MS", "End when no record has come for so long.");
    private readonly Option<string[]> _property = Texts("--property", "NAME=VALUE", $"How a record is printed: {string.Join(", ", PrintFormat.Properties)}.");

    private ConsumeCommand()
    {
    }

    public static Command Create(AdminHost host) => new ConsumeCommand().Build(host);

    private Command Build(AdminHost host) => host.Create(
        "consume",
        "Prints records as they come, until Ctrl-C: of all partitions, of one, or of those that a group gives. Records of transactions are shown "
        + "whether they were committed or not.",
        new CommandAction(null, [_topic], [_group, _partition, _offset, _fromBeginning, _maxMessages, _timeoutMs, _property], RunAsync));

    private async Task RunAsync(Session session)
    {
        var limits = new ConsumeLimits(Above0(session, _maxMessages), Above0(session, _timeoutMs));
        var format = PrintFormat.From(Properties("--property", session.Get(_property), PrintFormat.Properties));
        var topic = await TopicLeaders.LoadAsync(session.Client, session.Get(_topic)!, session.Stop);
        IRecordSource source = session.Get(_group) is { } group
            ? new GroupReader(session, group, topic, StartOfGroup(session))
            : new PartitionReader(session.Client, topic, await PositionsAsync(session, topic), session.Progress.Say);
        await RecordPrinting.RunAsync(session, source, format, limits);
    }

    private long StartOfGroup(Session session)
    {
        if (session.IsGiven(_partition) || session.IsGiven(_offset))
            throw new AdminException("--group excludes --partition and --offset: the group says who reads what, and from where");
        return session.Get(_fromBeginning) ? LogOffsets.Earliest : LogOffsets.Latest;
    }

    private async Task<IReadOnlyDictionary<int, long>> PositionsAsync(Session session, TopicLeaders topic)
    {
        var partition = session.Get(_partition);
        if (partition is { } one && !topic.Partitions.Contains(one))
            throw new AdminException($"topic {topic.Name} has no partition {one}: it has {topic.Partitions.Count}");
        if (session.Get(_fromBeginning) && session.Get(_offset) is not null)
            throw new AdminException("--from-beginning and --offset exclude each other");
        var from = session.Get(_fromBeginning) ? "earliest" : session.Get(_offset) ?? "latest";
        if (from is not ("earliest" or "latest"))
            return new Dictionary<int, long> { [partition ?? throw new AdminException("--offset N needs --partition")] = Number(from) };
        var partitions = (partition is { } only ? [only] : topic.Partitions).Select(index => new TopicPartition(topic.Name, index)).ToList();
        var offsets = await session.Client.OffsetsAsync(partitions, from == "earliest" ? LogOffsets.Earliest : LogOffsets.Latest, session.Stop);
        return offsets.ToDictionary(pair => pair.Key.Partition, pair => pair.Value);
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
        ? offset
        : throw new AdminException($"--offset '{text}' is not earliest, latest or a number");

    private static T? Above0<T>(Session session, Option<T?> option)
        where T : struct, INumber<T> => session.Get(option) is { } value && value <= T.Zero
        ? throw new AdminException($"{option.Name} {value} is not above 0")
        : session.Get(option);
}
