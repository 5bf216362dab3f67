using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Gateway.Connections;

/// <summary>
/// A few file descriptors held back. When the process has no more, they are given up, so that those who are connected can still be served:
/// log files, and the runtime's own loading of code, need descriptors too.
/// </summary>
internal sealed class SpareDescriptors : IDisposable
{
    private const int Count = 8;
    private const string AnyFile = "/dev/null";
    private readonly List<SafeFileHandle> _held = new(Count);

    /// <summary>Takes what is missing; false where there is not enough, and nothing is held then.</summary>
    public bool TryHold()
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            while (_held.Count < Count)
            {
                _held.Add(File.OpenHandle(AnyFile));
            }

            return true;
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            GiveUp();
            return false;
        }
    }

    public void GiveUp()
    {
        _held.ForEach(handle => handle.Dispose());
        _held.Clear();
    }

    public void Dispose() => GiveUp();
}
