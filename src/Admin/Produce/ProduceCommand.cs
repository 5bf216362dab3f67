using System.CommandLine;
using KafkaGateway.Admin.Client;
using KafkaGateway.Protocol.Compression;
using static KafkaGateway.Admin.OptionGroup;

namespace KafkaGateway.Admin.Produce;

/// <summary>'produce', after kafka-console-producer.sh.</summary>
internal sealed class ProduceCommand
{
    private const int DefaultBatchSize = 16 * 1024;

    private readonly Option<string?> _topic = Text("--topic", "TOPIC", "The topic, which must exist.");
    private readonly Option<string?> _file = Text("--file", "FILE", "Read lines from a file instead of standard input.");
    private readonly Option<string[]> _property = Texts("--property", "NAME=VALUE", $"How a line is read: {string.Join(", ", RecordFormat.Properties)}.");

    private readonly Option<string?> _codec = Text("--compression-codec", "none|gzip|snappy|lz4|zstd", "How batches are compressed. [default: none]");

    private readonly Option<string?> _acks = new("--acks", "--request-required-acks")
    {
        Description = "Whom to wait for: all (or -1) for every replica in sync, 1 for the leader, 0 for nobody. [default: all]",
        HelpName = "all|-1|1|0",
    };

    private readonly Option<int?> _batchSize = Number<int>("--batch-size", "BYTES", $"Octets of a batch before compression. [default: {DefaultBatchSize}]");

    private readonly Option<bool?> _idempotence = new("--enable-idempotence")
    {
        Description = "Whether brokers recognise a batch that is sent again; goes with --acks all. [default: true]",
        HelpName = "true|false",
    };

    private ProduceCommand()
    {
    }

    public static Command Create(AdminHost host) => new ProduceCommand().Build(host);

    private Command Build(AdminHost host) => host.Create(
        "produce",
        "Writes lines as records. Records with a key go where Java's producer puts them, others to one partition for each batch. "
        + "Stops at the first record that is refused.",
        new CommandAction(null, [_topic], [_file, _property, _codec, _acks, _batchSize, _idempotence], RunAsync));

    private async Task RunAsync(Session session)
    {
        var acks = ParseAcks(session.Get(_acks));
        var settings = new ProducerSettings(
            acks,
            ParseCodec(session.Get(_codec)),
            session.Get(_batchSize) ?? DefaultBatchSize,
            session.Get(_idempotence) ?? true);
        if (settings.BatchSize <= 0)
            throw new AdminException($"--batch-size {settings.BatchSize} is not above 0");
        var format = RecordFormat.From(Properties("--property", session.Get(_property), RecordFormat.Properties));
        await using var input = session.Get(_file) is { } path ? File.OpenRead(path) : session.Terminal.Input();
        await LineProducing.RunAsync(session, session.Get(_topic)!, settings, format, input);
    }

    private static short ParseAcks(string? text) => text switch
    {
        null or "all" or "-1" => ProducerSettings.AllReplicas,
        "1" => 1,
        "0" => 0,
        _ => throw new AdminException($"--acks '{text}' is not known; known are all, -1, 1, 0"),
    };

    private static CompressionType ParseCodec(string? text)
    {
        if (!Enum.TryParse<CompressionType>(text ?? "none", ignoreCase: true, out var codec) || int.TryParse(text, out _))
            throw new AdminException($"--compression-codec '{text}' is not known; known are none, gzip, snappy, lz4, zstd");
        return CompressionCodecs.IsAvailable(codec) ? codec : throw new AdminException($"--compression-codec {text} needs libzstd, which is not there");
    }
}
