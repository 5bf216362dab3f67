using KafkaGateway.Contracts.Storage;

namespace KafkaGateway.Storage.Local.Files;

/// <summary>Keeps a data folder for one process, or for those that share it. The system gives it back when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    // What .NET makes of a lock that somebody else holds: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK of flock elsewhere.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlock = 11;

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>For this process alone.</summary>
    /// <exception cref="StorageException">Another process has it, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder) => Take(folder, FileAccess.ReadWrite, FileShare.None);

    /// <summary>For this process and others that share it.</summary>
    /// <exception cref="StorageException">Another process has it alone, or the folder cannot be written.</exception>
    public static FolderLock Share(string folder) => Take(folder, FileAccess.Read, FileShare.Read);

    public void Dispose() => _file.Dispose();

    private static FolderLock Take(string folder, FileAccess access, FileShare share)
    {
        var path = Path.Combine(folder, ".lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException($"The data folder {folder} cannot be written: {e.Message}", e);
        }
        catch (IOException e) when (e.HResult is SharingViolation or WouldBlock)
        {
            throw new StorageException($"The data folder {folder} is in use by another process, which holds {path}.", e);
        }
        catch (IOException e)
        {
            throw new StorageException($"The data folder {folder} cannot be used: {e.Message}", e);
        }
    }
}
