using System.CommandLine;
using System.Globalization;
using System.Xml;
using KafkaGateway.Admin.Client;
using static KafkaGateway.Admin.OptionGroup;

namespace KafkaGateway.Admin.Groups;

/// <summary>The options that say where offsets are moved to.</summary>
internal sealed class ResetOptions
{
    private readonly Option<bool> _allTopics = Flag("--all-topics", "All partitions that the group has committed.");
    private readonly Option<bool> _toEarliest = Flag("--to-earliest", "To the start of the log.");
    private readonly Option<bool> _toLatest = Flag("--to-latest", "To the end of the log.");
    private readonly Option<bool> _toCurrent = Flag("--to-current", "To what is committed now; to the end where nothing is.");
    private readonly Option<long?> _toOffset = Number<long>("--to-offset", "N", "To an offset.");
    private readonly Option<long?> _shiftBy = Number<long>("--shift-by", "N", "On by N records, or back where N is below 0.");
    private readonly Option<string?> _toDateTime = Text(
        "--to-datetime", "TIME", "To the first record from a time on, such as 2026-01-31T10:00:00.000; UTC unless it says otherwise.");

    private readonly Option<string?> _byDuration = Text("--by-duration", "DURATION", "To the first record of the time until now, such as PT1H30M or P7D.");
    private readonly Option<string?> _fromFile = Text("--from-file", "CSV", "To what lines of TOPIC,PARTITION,OFFSET say, or GROUP,TOPIC,PARTITION,OFFSET.");
    private readonly Option<bool> _dryRun = Flag("--dry-run", "Only show the new offsets (the default).");
    private readonly Option<bool> _execute = Flag("--execute", "Commit the new offsets.");
    private readonly Option<bool> _export = Flag("--export", "Print the new offsets as lines for --from-file.");

    public IReadOnlyList<Option> All =>
    [
        _allTopics, _toEarliest, _toLatest, _toCurrent, _toOffset, _shiftBy, _toDateTime, _byDuration, _fromFile, _dryRun, _execute, _export,
    ];

    public bool IsExecuted(Session session) => session.OneOf(_dryRun, _execute) == _execute;

    public bool IsExported(Session session) => session.Get(_export);

    /// <summary>Which partitions; null for all that a group has committed.</summary>
    public TopicPartitionList? Partitions(Session session, string[] topics, ResetTarget target)
    {
        var ways = (topics.Length > 0 ? 1 : 0) + (session.Get(_allTopics) ? 1 : 0) + (target is ResetTarget.File ? 1 : 0);
        if (ways != 1)
            throw new AdminException("give exactly one of --topic, --all-topics, --from-file");
        return topics.Length > 0 ? TopicPartitionList.Parse(topics) : null;
    }

    /// <summary>Where to.</summary>
    public ResetTarget Target(Session session)
    {
        List<ResetTarget?> targets =
        [
            session.Get(_toEarliest) ? new ResetTarget.Time(LogOffsets.Earliest) : null,
            session.Get(_toLatest) ? new ResetTarget.Time(LogOffsets.Latest) : null,
            session.Get(_toCurrent) ? new ResetTarget.Shift(0) : null,
            session.Get(_toOffset) is { } offset ? new ResetTarget.Offset(offset) : null,
            session.Get(_shiftBy) is { } records ? new ResetTarget.Shift(records) : null,
            session.Get(_toDateTime) is { } time ? new ResetTarget.Time(Milliseconds(time)) : null,
            session.Get(_byDuration) is { } duration ? new ResetTarget.Time((DateTimeOffset.UtcNow - Duration(duration)).ToUnixTimeMilliseconds()) : null,
            session.Get(_fromFile) is { } path ? new ResetTarget.File(ResetFile.Read(path)) : null,
        ];
        var given = targets.OfType<ResetTarget>().ToList();
        return given.Count == 1
            ? given[0]
            : throw new AdminException(
                "give exactly one of --to-earliest, --to-latest, --to-current, --to-offset, --shift-by, --to-datetime, --by-duration, --from-file");
    }

    private static long Milliseconds(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new AdminException($"--to-datetime '{text}' is no time, such as 2026-01-31T10:00:00.000");

    private static TimeSpan Duration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception invalid) when (invalid is FormatException or OverflowException)
        {
            throw new AdminException($"--by-duration '{text}' is no ISO 8601 duration, such as PT1H30M or P7D", invalid);
        }
    }
}
