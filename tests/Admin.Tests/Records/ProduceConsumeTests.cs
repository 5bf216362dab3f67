using KafkaGateway.Admin.Tests.Running;
using KafkaGateway.Behaviour.Wire;
using KafkaGateway.Protocol.Compression;

namespace KafkaGateway.Admin.Tests.Records;

public sealed class ProduceConsumeTests : AdminTest
{
    private const string FromTheBeginning = "consume --topic t --from-beginning";

    public static TheoryData<string> Codecs { get; } =
        [.. Enum.GetValues<CompressionType>().Where(CompressionCodecs.IsAvailable).Select(codec => codec.ToString().ToLowerInvariant())];

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Lines_go_in_and_come_out_with_each_codec(string codec)
    {
        await SucceedAsync("topics --create --topic t");
        var lines = Enumerable.Range(0, 1000).Select(i => $"line {i} of many that are much alike").ToArray();
        var produced = await SucceedAsync($"produce --topic t --compression-codec {codec} --batch-size 2000", string.Join('\n', lines));
        Assert.Equal("1000 of 1000 records acknowledged\n", produced.Error);
        Assert.Equal(lines, (await SucceedAsync($"{FromTheBeginning} --max-messages 1000")).Lines);
    }

    [Fact]
    public async Task Keys_headers_and_nulls_go_in_and_come_out()
    {
        await SucceedAsync("topics --create --topic t");
        await SucceedAsync(
            "produce --topic t --property parse.key=true --property key.separator=: --property parse.headers=true --property headers.delimiter=| --property null.marker=NIL",
            "h1:a,h2:NIL|key:value\r\nNIL|NIL:NIL\nx:|:\n");
        var printed = await SucceedAsync(
            $"{FromTheBeginning} --max-messages 3 --property print.key=true --property print.headers=true --property print.offset=true --property key.separator=;");
        Assert.Equal(["Offset:0;h1:a,h2:null;key;value", "Offset:1;NO_HEADERS;null;null", "Offset:2;x:;;"], printed.Lines);
        var json = await SucceedAsync($"{FromTheBeginning} --max-messages 2 --json");
        Assert.Matches(
            """^\{"partition":0,"offset":0,"timestamp":\d+,"timestampType":"CreateTime","key":"key","value":"value","headers":\[\{"key":"h1","value":"a"\},\{"key":"h2","value":null\}\]\}$""",
            json.Lines[0]);
        Assert.EndsWith(""" "key":null,"value":null,"headers":[]}""".TrimStart(), json.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Octets_that_are_no_text_are_base64_in_JSON()
    {
        await SucceedAsync("topics --create --topic t");
        await using var client = await ConnectAsync();
        using var builder = new Protocol.Records.RecordBatchBuilder();
        builder.Append(0, null, new byte[] { 0xff, 0x00 });
        await client.ProduceAsync("t", builder.Build());
        Assert.Contains("\"valueBase64\":\"/wA=\"", (await SucceedAsync($"{FromTheBeginning} --max-messages 1 --json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "2 of 2 records acknowledged")]
    [InlineData("0", "2 of 2 records sent, none of them acknowledged (--acks 0)")]
    public async Task Fewer_acknowledgements_are_waited_for_where_asked(string acks, string told)
    {
        await SucceedAsync("topics --create --topic t");
        Assert.Equal($"{told}\n", (await SucceedAsync($"produce --topic t --acks {acks}", "a\nb\n")).Error);
        Assert.Equal(["a", "b"], (await SucceedAsync($"{FromTheBeginning} --max-messages 2")).Lines);
    }

    [Fact]
    public async Task A_record_that_is_refused_ends_it_with_what_was_acknowledged_before()
    {
        await SucceedAsync("topics --create --topic t --config max.message.bytes=300");
        var error = await FailAsync("produce --topic t --batch-size 100", $"small\n{new string('x', 1000)}\nsmall\n");
        Assert.StartsWith("error: partition t-0: MESSAGE_TOO_LARGE", error[0], StringComparison.Ordinal);
        Assert.Matches("^[01] of [23] records acknowledged$", error[1]);
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_ends_it_and_those_before_are_sent()
    {
        await SucceedAsync("topics --create --topic t");
        Assert.Equal(
            ["error: line 2 has no key.separator", "1 of 1 records acknowledged"],
            await FailAsync("produce --topic t --property parse.key=true --property key.separator=:", "k:v\nnothing\nk:w\n"));
        Assert.Equal(["v"], (await SucceedAsync($"{FromTheBeginning} --timeout-ms 1000")).Lines);
    }

    [Fact]
    public async Task Records_without_keys_reach_every_partition_and_all_are_read()
    {
        await SucceedAsync("topics --create --topic t --partitions 3");
        var lines = Enumerable.Range(0, 3000).Select(i => $"{i}").ToArray();
        await SucceedAsync("produce --topic t --batch-size 500", string.Join('\n', lines));
        var run = await SucceedAsync($"{FromTheBeginning} --max-messages 3000 --json");
        var records = run.Lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(lines.Order(), records.Select(record => record.GetProperty("value").GetString()!).Order());
        Assert.Equal([0, 1, 2], records.Select(record => record.GetProperty("partition").GetInt32()).Distinct().Order());
    }

    [Fact]
    public async Task One_partition_is_read_from_an_offset_that_must_be_in_the_log()
    {
        await SucceedAsync("topics --create --topic t");
        await SucceedAsync("produce --topic t", "a\nb\nc\n");
        Assert.Equal(["b", "c"], (await SucceedAsync("consume --topic t --partition 0 --offset 1 --max-messages 2")).Lines);
        Assert.Equal(["error: partition t-0 holds offsets 0 to 3, not 7"], await FailAsync("consume --topic t --partition 0 --offset 7 --timeout-ms 5000"));
        Assert.Equal(["error: --offset N needs --partition"], await FailAsync("consume --topic t --offset 7"));
        Assert.Equal(["error: topic t has no partition 1: it has 1"], await FailAsync("consume --topic t --partition 1"));
    }

    [Fact]
    public async Task Records_that_are_deleted_are_not_read_any_more()
    {
        await SucceedAsync("topics --create --topic t");
        await SucceedAsync("produce --topic t", "a\nb\nc\n");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"partitions": [{"topic": "t", "partition": 0, "offset": 2}], "version": 1}""");
        Assert.Equal(["t", "0", "2"], (await SucceedAsync($"delete-records --offset-json-file {file}")).LastRow);
        Assert.Equal(["c"], (await SucceedAsync($"{FromTheBeginning} --max-messages 1")).Lines);
        var behind = await SucceedAsync("consume --topic t --partition 0 --offset 0 --max-messages 1");
        Assert.Equal("warning: t-0 begins at offset 2 now; records 0 to 1 are gone\nProcessed a total of 1 messages\n", behind.Error);

        await File.WriteAllTextAsync(file, """{"partitions": [{"topic": "t", "partition": 0, "offset": 9}], "version": 1}""");
        Assert.Equal("error: partition t-0: OFFSET_OUT_OF_RANGE", (await FailAsync($"delete-records --offset-json-file {file}"))[0]);
        File.Delete(file);
    }

    [Fact]
    public async Task A_consumer_at_the_end_waits_for_records_and_ends_cleanly_when_it_is_stopped()
    {
        await SucceedAsync("topics --create --topic t");
        using var stop = new CancellationTokenSource();
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var consuming = RunAsync("consume --topic t --offset earliest", stop: stop.Token, written: () => shown.TrySetResult());
        await SucceedAsync("produce --topic t", "late\n");
        await Task.WhenAny(consuming, shown.Task);
        await stop.CancelAsync();
        var run = await consuming;
        Assert.Equal((0, "late\n", "Processed a total of 1 messages\n"), (run.ExitCode, run.Output, run.Error));
    }
}
