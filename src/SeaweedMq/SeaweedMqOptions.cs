using KafkaGateway.SeaweedMq.Connections;

namespace KafkaGateway.SeaweedMq;

/// <summary>How to reach SeaweedMQ, and the limits that are kept there.</summary>
public sealed record SeaweedMqOptions
{
    /// <summary>Masters to ask for filers and brokers, as HOST:PORT or HOST:PORT.GRPCPORT; empty where both are named below.</summary>
    public IReadOnlyList<string> Masters { get; init; } = [];

    /// <summary>Brokers, as HOST:PORT. Each is a SeaweedMQ of its own: a partition is made on one of them and stays there.</summary>
    public IReadOnlyList<string> Brokers { get; init; } = [];

    /// <summary>The filer, as HOST:PORT or HOST:PORT.GRPCPORT; null to ask the masters.</summary>
    public string? Filer { get; init; }

    /// <summary>The filer group of brokers and filers.</summary>
    public string FilerGroup { get; init; } = "";

    /// <summary>The SeaweedMQ namespace for the partitions of this cluster. Two clusters on one SeaweedFS need two.</summary>
    public string Namespace { get; init; } = "kafka-gateway";

    /// <summary>The SeaweedMQ namespace whose topics, made by others, are served too, one message a record; empty for none.</summary>
    public string RecordNamespace { get; init; } = "kafka";

    /// <summary>The SeaweedMQ agent that such topics are written to through, as HOST:PORT; null to write to the broker.</summary>
    public string? Agent { get; init; }

    /// <summary>Whether what such a message cannot hold is dropped; else a batch that has any of it is refused.</summary>
    public bool DropsUnsupported { get; init; }

    /// <summary>The largest batch that is taken for such topics.</summary>
    public int MaxRecordBatchBytes { get; init; } = 1_048_588;

    /// <summary>How often others' topics are looked at for new messages while a consumer waits for them.</summary>
    public TimeSpan RecordPollInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Certificates for mutual TLS of gRPC; null for plain text.</summary>
    public SeaweedMqTls? Tls { get; init; }

    /// <summary>Whether the filer gives its files by HTTPS, which SeaweedFS configures apart from gRPC.</summary>
    public bool FilerHttps { get; init; }

    /// <summary>The brokers' -logFlushInterval, or more. Opening a partition is slower where it is less than that.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an owner may believe to be the owner without asking. The next owner of a partition waits that long where the former one did not
    /// take leave.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The deadline of a call.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A stream is opened again, and what is not on the disk sent again, when that has taken so long.</summary>
    public TimeSpan FlushPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before a broken stream is opened again. The broker loses what comes while it unloads the partition.</summary>
    public TimeSpan ReopenAfter { get; init; } = TimeSpan.FromMilliseconds(1100);

    /// <summary>Bytes on their way to one partition's broker at most.</summary>
    public int WindowBytes { get; init; } = 16 << 20;

    /// <summary>Bytes that all partitions together keep for readers of their ends, beside what is not on the disk yet.</summary>
    public long TailBytes { get; init; } = 256 << 20;

    /// <summary>Bytes of these that one partition keeps at most.</summary>
    public int TailBytesPerLog { get; init; } = 16 << 20;

    /// <summary>How much is asked of the filer in one read.</summary>
    public int ReadBytes { get; init; } = 4 << 20;

    /// <summary>Bytes read from the filer that are kept for other readers, of all partitions together.</summary>
    public long ReadCacheBytes { get; init; } = 128 << 20;

    /// <summary>How long the list of a partition's log files gets, in memory and in the filer, before neighbours are listed together.</summary>
    public int MaxFileListLength { get; init; } = 2000;

    /// <summary>seaweedmq.acks.all=disk: a flush waits until the filer shows the records.</summary>
    public bool FlushToDisk { get; init; }

    /// <summary>Whether a text can be a master or a filer: HOST:PORT, or HOST:PORT.GRPCPORT.</summary>
    public static bool IsAddress(string text) => SeaweedAddress.TryParse(text, out _);
}
