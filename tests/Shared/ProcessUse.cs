using System.Globalization;

namespace KafkaGateway.Shared;

/// <summary>What a process holds at one moment.</summary>
/// <param name="MiB">Resident memory.</param>
/// <param name="PeakMiB">The most of that so far.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Handles">Open files and connections.</param>
internal sealed record ProcessUse(long MiB, long PeakMiB, int Threads, int Handles)
{
    public static ProcessUse Of(int pid) => new(
        Status(pid, "VmRSS") / 1024,
        Status(pid, "VmHWM") / 1024,
        (int)Status(pid, "Threads"),
        Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length);

    private static long Status(int pid, string field)
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
