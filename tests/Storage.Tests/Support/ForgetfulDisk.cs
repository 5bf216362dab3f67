using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;
using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Storage.Tests.Support;

/// <summary>
/// A disk as Linux shows it: what is written is read back at once, a flush brings it to the disk, and a flush that fails forgets what it should have
/// brought there. The next one then succeeds, with nothing left to do.
/// </summary>
internal sealed class ForgetfulDisk : Disk
{
    private readonly Dictionary<string, byte[]> _onDisk = [];
    private readonly Dictionary<string, List<(long Position, byte[] Bytes)>> _unflushed = [];
    private readonly Lock _gate = new();

    /// <summary>Whether the next flush of a segment fails.</summary>
    public bool FailsNextFlush { get; set; }

    public override void Write(SafeFileHandle file, string path, IReadOnlyList<ReadOnlyMemory<byte>> buffers, long position)
    {
        lock (_gate)
        {
            base.Write(file, path, buffers, position);
            Unflushed(path).Add((position, [.. buffers.SelectMany(buffer => buffer.ToArray())]));
        }
    }

    public override void Flush(SafeFileHandle file, string path)
    {
        lock (_gate)
        {
            var unflushed = Unflushed(path);
            if (FailsNextFlush && path.EndsWith(".log", StringComparison.Ordinal))
            {
                FailsNextFlush = false;
                unflushed.Clear();
                throw new StorageException($"Cannot flush {path}: injected");
            }

            var content = _onDisk.GetValueOrDefault(path) ?? [];
            foreach (var (position, bytes) in unflushed)
            {
                if (content.Length < position + bytes.Length)
                    Array.Resize(ref content, (int)position + bytes.Length);
                bytes.CopyTo(content, position);
            }

            unflushed.Clear();
            _onDisk[path] = content;
        }
    }

    public override void Rename(string from, string to)
    {
        lock (_gate)
        {
            base.Rename(from, to);
            if (_onDisk.Remove(from, out var content))
                _onDisk[to] = content;
            if (_unflushed.Remove(from, out var unflushed))
                _unflushed[to] = unflushed;
        }
    }

    /// <summary>Leaves in a copy's files what is on the disk.</summary>
    public void LosePower(string original, string copy)
    {
        foreach (var file in Directory.GetFiles(copy, "*", SearchOption.AllDirectories))
            File.WriteAllBytes(file, _onDisk.GetValueOrDefault(Path.Combine(original, Path.GetRelativePath(copy, file))) ?? []);
    }

    private List<(long Position, byte[] Bytes)> Unflushed(string path) =>
        _unflushed.TryGetValue(path, out var unflushed) ? unflushed : _unflushed[path] = [];
}
