using System.Runtime.InteropServices;
using KafkaGateway.Contracts.Storage;
using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Storage.Local.Files;

/// <summary>Everything that changes files, in one place: each failure names its file, and tests stand in for it to break things.</summary>
internal partial class Disk
{
    private const FileShare Everyone = FileShare.ReadWrite | FileShare.Delete;

    public virtual SafeFileHandle OpenOrCreate(string path) =>
        Do("open", path, () => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Everyone));

    public virtual SafeFileHandle OpenRead(string path) =>
        Do("open", path, () => File.OpenHandle(path, FileMode.Open, FileAccess.Read, Everyone));

    public virtual void CreateFolder(string path) => Do("create", path, () => Directory.CreateDirectory(path));

    public virtual void Write(SafeFileHandle file, string path, IReadOnlyList<ReadOnlyMemory<byte>> buffers, long position)
    {
        try
        {
            if (buffers.Count == 1)
                RandomAccess.Write(file, buffers[0].Span, position);
            else
                RandomAccess.Write(file, buffers, position);
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw Failed("write to", path, e);
        }
    }

    public virtual void SetLength(SafeFileHandle file, string path, long length) => Do("cut", path, () => RandomAccess.SetLength(file, length));

    public virtual void Flush(SafeFileHandle file, string path) => Do("flush", path, () => RandomAccess.FlushToDisk(file));

    /// <summary>Makes what was created, renamed or deleted in a folder durable. Windows does that without being asked.</summary>
    public virtual void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = open(path, 0);
        var failed = descriptor < 0 || fsync(descriptor) < 0;
        var error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
            _ = close(descriptor);
        if (failed)
            throw new StorageException($"Cannot flush the folder {path}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    public virtual void Rename(string from, string to) => Do("rename", from, () => File.Move(from, to, overwrite: true));

    public virtual void RenameFolder(string from, string to) => Do("rename", from, () => Directory.Move(from, to));

    public virtual void Delete(string path) => Do("delete", path, () => File.Delete(path));

    public virtual void DeleteFolder(string path) => Do("delete", path, () => Directory.Delete(path, recursive: true));

    /// <summary>Fails where something is in it, also something that was created a moment ago.</summary>
    public virtual void DeleteEmptyFolder(string path) => Do("delete", path, () => Directory.Delete(path, recursive: false));

    public static bool IsOfTheDisk(Exception e) => e is (IOException and not StorageException) or UnauthorizedAccessException;

    public static StorageException Failed(string verb, string path, Exception e) => new($"Cannot {verb} {path}: {e.Message}", e);

    private static void Do(string verb, string path, Action action) => Do(verb, path, () =>
    {
        action();
        return true;
    });

    private static T Do<T>(string verb, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw Failed(verb, path, e);
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
}
