using System.Runtime.InteropServices;
using KafkaGateway.Contracts.Storage;
using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Storage.Local.Files;

/// <summary>
/// A small file that several processes lock, read and write. The lock is the system's advisory one: it belongs to this open file and no other, in
/// this process or elsewhere, and the system takes it back when the process ends, however it ends.
/// </summary>
internal sealed partial class SharedFile : IDisposable
{
    // .NET opens a file with a lock of its own, which it keeps; so this one is opened without .NET. The numbers are those of Linux.
    private const int ReadWrite = 0x2;
    private const int Create = 0x40;
    private const int CloseOnExec = 0x80000;
    private const int OwnerAndGroupMayWrite = 0x1B4;
    private const int Exclusive = 2;
    private const int Release = 8;
    private const int Interrupted = 4;

    private readonly SafeFileHandle _file;

    private SharedFile(string path, SafeFileHandle file) => (Path, _file) = (path, file);

    public string Path { get; }

    public bool IsClosed => _file.IsClosed;

    /// <exception cref="StorageException">It cannot be opened, or this is not Linux.</exception>
    public static SharedFile OpenOrCreate(string path)
    {
        if (!OperatingSystem.IsLinux())
            throw new StorageException($"{path} cannot be shared by several processes: that is served on Linux only.");
        var descriptor = open(path, ReadWrite | Create | CloseOnExec, OwnerAndGroupMayWrite);
        return descriptor >= 0 ? new SharedFile(path, new SafeFileHandle(descriptor, ownsHandle: true)) : throw Failed("open", path);
    }

    /// <summary>Waits until nobody else has it locked.</summary>
    public void Lock()
    {
        while (flock(_file, Exclusive) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw Failed("lock", Path);
        }
    }

    public void Unlock() => _ = flock(_file, Release);

    /// <summary>Reads from the beginning; returns how much there was.</summary>
    public int Read(Span<byte> target)
    {
        try
        {
            return RandomAccess.Read(_file, target, 0);
        }
        catch (Exception e) when (Disk.IsOfTheDisk(e))
        {
            throw Disk.Failed("read", Path, e);
        }
    }

    /// <summary>Writes at the beginning.</summary>
    public void Write(ReadOnlySpan<byte> source)
    {
        try
        {
            RandomAccess.Write(_file, source, 0);
        }
        catch (Exception e) when (Disk.IsOfTheDisk(e))
        {
            throw Disk.Failed("write to", Path, e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static StorageException Failed(string verb, string path) =>
        new($"Cannot {verb} {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int flock(SafeFileHandle file, int operation);
}
