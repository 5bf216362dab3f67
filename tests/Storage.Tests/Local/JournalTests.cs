using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using KafkaGateway.Storage.Tests.Support;

namespace KafkaGateway.Storage.Tests.Local;

public class JournalTests
{
    private static readonly TopicPartition Partition = new("t", 0);

    [Fact]
    public async Task Writers_at_the_same_time_share_flushes()
    {
        var disk = new CrashDisk();
        await using var host = LocalHost.On(disk);
        await host.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => host.Storage.States.WriteAsync("k", $"{i}", default, 0, default).AsTask()));
        Assert.InRange(disk.Flushes, 1, 100);
    }

    [Fact]
    public async Task The_journal_stays_small_however_often_the_same_is_written()
    {
        await using var host = new LocalHost { Options = new() { JournalCompactionBytes = 10_000 } };
        await host.StartAsync();
        for (var i = 0; i < 500; i++)
        {
            await host.Storage.States.WriteAsync("k", $"{i % 5}", new byte[100], i / 5, default);
            await host.Storage.Offsets.WriteAsync("g", i, [new(Partition, new(i, 0, "", 0, null))], default);
        }

        Assert.InRange(Directory.GetFiles(Path.Combine(host.Folder, "state")).Sum(file => new FileInfo(file).Length), 0, 20_000);
        await host.RestartAsync();
        Assert.Equal(100, (await host.Storage.States.ReadAsync("k", "3", default))!.Version);
        Assert.Equal(499, (await host.Storage.Offsets.LoadAsync("g", default))[Partition].Offset);
        await Assert.ThrowsAsync<StateConflictException>(async () => await host.Storage.Offsets.WriteAsync("g", 498, [], default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_state_once_written_survives_the_end_wherever_it_comes(bool losesPower)
    {
        var crashes = 0;
        for (var step = 1; ; step += 1 + step / 60)
        {
            var disk = new CrashDisk(step);
            await using var host = new LocalHost { Disk = disk, Options = new() { JournalCompactionBytes = 1500 } };
            var model = new JournalModel();
            try
            {
                await host.StartAsync();
                for (var i = 0; i < 60; i++)
                    await model.StepAsync(host.Storage, i);
            }
            catch (StorageException)
            {
                crashes++;
            }

            await using var copy = host.CopyAsCrashed();
            if (losesPower)
                disk.LosePower(host.Folder, copy.Folder);
            await copy.StartAsync();
            await model.CheckAsync(copy.Storage, $"step {step}");
            if (!disk.HasFailed)
                break;
        }

        Assert.InRange(crashes, 30, 1000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_failure_reading_tells_what_is_true_and_writing_goes_on(bool failsOnlyWrites)
    {
        for (var step = 8; step < 60; step += 3)
        {
            var disk = new CrashDisk(step) { IsTransient = true, FailsOnlyWrites = failsOnlyWrites };
            await using var host = new LocalHost { Disk = disk, Options = new() { JournalCompactionBytes = 1500 } };
            await host.StartAsync();
            var model = new JournalModel();
            var failures = 0;
            for (var i = 0; i < 60; i++)
            {
                try
                {
                    await model.StepAsync(host.Storage, i);
                }
                catch (StorageException)
                {
                    failures++;
                    await model.CheckAsync(host.Storage, $"step {step}, write {i}");
                    await model.LearnAsync(host.Storage);
                }
            }

            Assert.InRange(failures, 0, 1);
            await model.CheckAsync(host.Storage, $"step {step}, at the end");
            await host.RestartAsync();
            await model.CheckAsync(host.Storage, $"step {step}, after a restart");
        }
    }

    /// <summary>What writers were told, and what the one who was told nothing may have written.</summary>
    private sealed class JournalModel
    {
        private readonly Dictionary<string, long> _versions = [];
        private long _offset = -1;
        private string? _pendingKey;
        private long _pendingVersion;
        private long _pendingOffset = -1;

        public async Task StepAsync(NodeStorage storage, int i)
        {
            if (i % 4 == 3)
            {
                _pendingOffset = i;
                await storage.Offsets.WriteAsync("g", i / 8, [new(Partition, new(i, 0, "", 0, null)), new(new("t", 1), new(i, 0, "", 0, null))], default);
                (_offset, _pendingOffset) = (i, -1);
                return;
            }

            var key = $"k{i % 7}";
            var version = _versions.GetValueOrDefault(key);
            var deletes = i % 13 == 12 && version > 0;
            (_pendingKey, _pendingVersion) = (key, deletes ? 0 : version + 1);
            if (deletes)
                await storage.States.DeleteAsync("k", key, version, default);
            else
                await storage.States.WriteAsync("k", key, new byte[50], version, default);
            _versions[key] = _pendingVersion;
            _pendingKey = null;
        }

        public async Task CheckAsync(NodeStorage storage, string when)
        {
            foreach (var (key, version) in _versions)
            {
                var stored = (await storage.States.ReadAsync("k", key, default))?.Version ?? 0;
                Assert.True(stored == version || (key == _pendingKey && stored == _pendingVersion), $"{when}: {key} is at {stored}, not {version}");
            }

            var offsets = await storage.Offsets.LoadAsync("g", default);
            var offset = offsets.GetValueOrDefault(Partition)?.Offset ?? -1;
            Assert.True(offset == _offset || (_pendingOffset >= 0 && offset == _pendingOffset), $"{when}: the offset is {offset}, not {_offset}");
            Assert.True(offset == (offsets.GetValueOrDefault(new("t", 1))?.Offset ?? -1), $"{when}: half of a commit is there");
        }

        public async Task LearnAsync(NodeStorage storage)
        {
            if (_pendingKey is { } key)
                _versions[key] = (await storage.States.ReadAsync("k", key, default))?.Version ?? 0;
            var offsets = await storage.Offsets.LoadAsync("g", default);
            _offset = offsets.GetValueOrDefault(Partition)?.Offset ?? -1;
            (_pendingKey, _pendingOffset) = (null, -1);
        }
    }
}
