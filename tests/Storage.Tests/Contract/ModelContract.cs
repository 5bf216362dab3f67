using System.Buffers;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Contract;

/// <summary>Random histories against a plain list of batches; the seed is in the test's name, so a failing one replays.</summary>
public abstract class ModelContract(LogHost host) : IAsyncLifetime
{
    private readonly List<LogBatch> _model = [];
    private long _start;
    private IRecordLog _log = null!;

    public async Task InitializeAsync()
    {
        await host.StartAsync();
        _log = await host.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _log.DisposeAsync();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_log_behaves_like_a_list_of_batches(int seed)
    {
        var random = new Random(seed);
        for (var step = 0; step < 400; step++)
        {
            switch (random.Next(12))
            {
                case < 5:
                    await AppendAsync(random);
                    break;
                case 5 or 6 or 7:
                    await ReadAsync(random);
                    break;
                case 8:
                    await FindAsync(random);
                    break;
                case 9 when random.Next(4) == 0:
                    _start = Math.Max(_start, random.NextInt64(_start, _log.Bounds.EndOffset + 1));
                    await _log.TrimAsync(_start, default);
                    break;
                case 10 when random.Next(4) == 0:
                    _start = await _log.ApplyRetentionAsync(
                        new RetentionLimits(random.Next(2) == 0 ? -1 : random.Next(2000), random.Next(20_000)), random.Next(12_000), default);
                    break;
                case 11 when random.Next(3) == 0:
                    await _log.DisposeAsync();
                    await host.RestartAsync();
                    _log = await host.OpenAsync();
                    break;
            }

            Assert.Equal((_start, _model.Count == 0 ? 0 : _model[^1].LastOffset + 1), (_log.Bounds.StartOffset, _log.Bounds.EndOffset));
            Assert.InRange(_log.Bounds.SizeBytes, Live.Sum(batch => (long)batch.Bytes.Length), _model.Sum(batch => (long)batch.Bytes.Length));
        }
    }

    private IEnumerable<LogBatch> Live => _model.Where(batch => batch.LastOffset >= _start);

    private async Task AppendAsync(Random random)
    {
        var offset = _log.Bounds.EndOffset;
        var batches = new List<LogBatch>();
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            batches.Add(Batches.Make(offset, random.Next(1, 6), random.Next(0, 150), random.Next(10_000), (int)(offset / 100)));
            offset = batches[^1].LastOffset + 1;
        }

        await _log.AppendAsync(batches, default);
        if (random.Next(3) == 0)
            await _log.FlushAsync(default);
        _model.AddRange(batches);
    }

    private async Task ReadAsync(Random random)
    {
        var offset = random.NextInt64(_start, _log.Bounds.EndOffset + 1);
        var (limit, atLeastOne) = (random.Next(3000), random.Next(2) == 0);
        var expected = new List<LogBatch>();
        var room = (long)limit;
        foreach (var batch in Live.Where(batch => batch.LastOffset >= offset))
        {
            room -= batch.Bytes.Length;
            if (room < 0 && !(atLeastOne && expected.Count == 0))
                break;
            expected.Add(batch);
        }

        Assert.Equal(Batches.Concat(expected), (await _log.ReadAsync(offset, limit, atLeastOne, default)).ToArray());
    }

    private async Task FindAsync(Random random)
    {
        var timestamp = random.Next(10_500);
        Assert.Equal(
            Live.Where(batch => batch.MaxTimestamp >= timestamp).Select(batch => (long?)batch.BaseOffset).FirstOrDefault(),
            await _log.FindByTimestampAsync(timestamp, default));
        Assert.Equal(Live.Any() ? Live.MaxBy(batch => batch.MaxTimestamp).BaseOffset : null, await _log.FindMaxTimestampAsync(default));
    }
}
