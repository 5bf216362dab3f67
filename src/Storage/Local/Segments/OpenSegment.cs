using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Storage.Local.Segments;

/// <summary>A segment's open file and its index. Closed when the last user has given it back.</summary>
internal sealed class OpenSegment(SafeFileHandle file, string path, SegmentIndex index)
{
    private int _users = 1;

    public SafeFileHandle File { get; } = file;

    public string Path { get; } = path;

    public SegmentIndex Index { get; } = index;

    /// <summary>The caller must know that somebody else still uses it, as the owner of the lock under which it found it does.</summary>
    public OpenSegment Rent()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    public void Return()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            File.Dispose();
    }
}
