using System.Buffers;
using System.Globalization;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Protocol.Records;
using KafkaGateway.Storage.Local;
using KafkaGateway.Storage.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaGateway.Storage.Tests.Local;

/// <summary>A folder that several processes use, with a real second one.</summary>
public sealed class SharedFolderTests : IAsyncLifetime
{
    private readonly SharedHost _host = SharedHost.New();

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_process_whose_log_is_taken_over_in_the_middle_of_its_appends_loses_none_and_adds_none()
    {
        await using var other = OtherProcess.Start(_host.Folder, epoch: 1);
        await AwaitAppendsAsync(other, 50);
        await using var log = await _host.OpenAsync(epoch: 2);
        var end = log.Bounds.EndOffset;
        var last = await other.ReadAllAsync();
        Assert.Equal(OtherProcess.Fenced, last[^1]);
        Assert.InRange(last.SkipLast(1).Select(Number).Append(50).Max(), 50, end);
        await Batches.FillAsync(log, 20, 100, epoch: 2);
        await AssertWholeAsync(log, end, end + 20);
    }

    [Fact]
    public async Task A_process_that_is_killed_in_the_middle_of_its_appends_keeps_nobody_from_its_log()
    {
        for (var epoch = 1; epoch < 10; epoch += 2)
        {
            await using var other = OtherProcess.Start(_host.Folder, epoch);
            await AwaitAppendsAsync(other, 20);
            other.Kill();
            await using var log = await _host.OpenAsync(epoch: epoch + 1);
            var end = log.Bounds.EndOffset;
            Assert.InRange((await other.ReadAllAsync()).Select(Number).Append(0).Max(), 0, end);
            await Batches.FillAsync(log, 20, 100, epoch: epoch + 1);
            await AssertWholeAsync(log, end, end + 20);
        }
    }

    [Fact]
    public async Task A_node_that_wants_the_folder_to_itself_does_not_get_it_while_it_is_shared_nor_the_other_way_round()
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => LocalStorage.OpenAsync(_host.Folder, null, NullLogger.Instance));
        Assert.Contains("another process", refusal.Message);
        await using var alone = new LocalHost();
        await alone.StartAsync();
        refusal = await Assert.ThrowsAsync<StorageException>(() => SharedRecordLogs.OpenAsync(alone.Folder, null, NullLogger.Instance));
        Assert.Contains("another process", refusal.Message);
    }

    [Fact]
    public async Task A_log_that_was_opened_often_leaves_no_lock_behind()
    {
        for (var epoch = 0; epoch < 50; epoch++)
        {
            var log = epoch % 2 == 0 ? await _host.OpenAsync(epoch: epoch) : await _host.OpenElsewhereAsync(epoch);
            await Batches.FillAsync(log, 3, 300);
            if (epoch % 3 == 0)
                await log.DisposeAsync();
        }

        await using var last = await _host.OpenAsync(epoch: 50);
        Assert.Equal(150, last.Bounds.EndOffset);
    }

    private static async Task AwaitAppendsAsync(OtherProcess other, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.NotNull(await other.ReadLineAsync());
    }

    private static long Number(string line) => long.Parse(line, CultureInfo.InvariantCulture);

    private static async Task AssertWholeAsync(IRecordLog log, long atLeast, long end)
    {
        Assert.InRange(log.Bounds.EndOffset, atLeast, end);
        var next = 0L;
        foreach (var batch in RecordBatches.Enumerate(await log.ReadAsync(0, int.MaxValue, true, default)))
        {
            Assert.Equal(next, batch.Header.BaseOffset);
            next = batch.Header.NextOffset;
        }

        Assert.Equal(end, next);
    }
}
