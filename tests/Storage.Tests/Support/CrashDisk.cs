using System.Collections.Concurrent;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local;
using KafkaGateway.Storage.Local.Files;
using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Storage.Tests.Support;

/// <summary>
/// A disk that fails from its n-th change on, half-way through if that is a write. It only notes down what was flushed, to know what a
/// power failure would leave.
/// </summary>
internal sealed class CrashDisk(int failAt = int.MaxValue) : Disk
{
    private readonly ConcurrentDictionary<string, long> _flushed = [];
    private readonly ConcurrentBag<SafeFileHandle> _files = [];
    private int _changes;

    /// <summary>Whether it works again after the one failure, as a disk that was full does.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether only writes into segments count and fail.</summary>
    public bool FailsOnlyWrites { get; init; }

    /// <summary>Held by whoever changes something, so that who holds it sees the disk between two changes.</summary>
    public Lock Gate { get; } = new();

    public bool FailsFlushes { get; set; }

    /// <summary>What happens just before a write into a segment, of which the disk knows nothing yet.</summary>
    public Action? BeforeWrite { get; set; }

    public int OpenFiles => _files.Count(file => !file.IsClosed);

    public int Flushes { get; private set; }

    public bool HasFailed { get; private set; }

    public override SafeFileHandle OpenOrCreate(string path)
    {
        lock (Gate)
        {
            if (!File.Exists(path))
                Step(path);
            return Noted(base.OpenOrCreate(path));
        }
    }

    public override SafeFileHandle OpenRead(string path) => Noted(base.OpenRead(path));

    public override void Write(SafeFileHandle file, string path, IReadOnlyList<ReadOnlyMemory<byte>> buffers, long position)
    {
        var isLog = path.EndsWith(".log", StringComparison.Ordinal);
        if (isLog)
            BeforeWrite?.Invoke();
        lock (Gate)
        {
            if (Fails(isLog))
            {
                byte[] all = [.. buffers.SelectMany(buffer => buffer.ToArray())];
                base.Write(file, path, [all.AsMemory(0, all.Length / 2)], position);
                throw new StorageException($"Cannot write to {path}: injected");
            }

            base.Write(file, path, buffers, position);
        }
    }

    public override void SetLength(SafeFileHandle file, string path, long length)
    {
        lock (Gate)
        {
            Step(path);
            base.SetLength(file, path, length);
            _flushed.AddOrUpdate(path, 0, (_, flushed) => Math.Min(flushed, length));
        }
    }

    public override void Flush(SafeFileHandle file, string path)
    {
        lock (Gate)
        {
            Step(path);
            if (FailsFlushes)
                throw new StorageException($"Cannot flush {path}: injected");
            Flushes++;
            _flushed[path] = RandomAccess.GetLength(file);
        }
    }

    public override void FlushFolder(string path)
    {
        lock (Gate)
            Step(path);
    }

    public override void Rename(string from, string to)
    {
        lock (Gate)
        {
            Step(from);
            base.Rename(from, to);
            _flushed.TryRemove(from, out var flushed);
            _flushed[to] = flushed;
        }
    }

    public override void RenameFolder(string from, string to)
    {
        lock (Gate)
        {
            Step(from);
            base.RenameFolder(from, to);
        }
    }

    public override void Delete(string path)
    {
        lock (Gate)
        {
            Step(path);
            base.Delete(path);
        }
    }

    public override void DeleteFolder(string path)
    {
        lock (Gate)
        {
            Step(path);
            base.DeleteFolder(path);
        }
    }

    public override void DeleteEmptyFolder(string path)
    {
        lock (Gate)
        {
            Step(path);
            base.DeleteEmptyFolder(path);
        }
    }

    /// <summary>Cuts the files of a copy back to what had been flushed.</summary>
    public void LosePower(string original, string copy)
    {
        foreach (var file in Directory.GetFiles(copy, "*", SearchOption.AllDirectories))
        {
            var flushed = _flushed.GetValueOrDefault(Path.Combine(original, Path.GetRelativePath(copy, file)));
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            if (RandomAccess.GetLength(handle) > flushed)
                RandomAccess.SetLength(handle, flushed);
        }
    }

    private SafeFileHandle Noted(SafeFileHandle file)
    {
        _files.Add(file);
        return file;
    }

    private void Step(string path)
    {
        if (Fails(isLog: false))
            throw new StorageException($"Cannot change {path}: injected");
    }

    private bool Fails(bool isLog)
    {
        if (FailsOnlyWrites && !isLog)
            return false;
        var change = Interlocked.Increment(ref _changes);
        var fails = IsTransient ? change == failAt : change >= failAt;
        HasFailed |= fails;
        return fails;
    }
}
