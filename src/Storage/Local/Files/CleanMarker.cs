namespace KafkaGateway.Storage.Local.Files;

/// <summary>
/// A file that says: the last node here ended in an orderly way. It saves the next one some reading, and is gone before anything is written.
/// </summary>
internal static class CleanMarker
{
    private const string Name = "clean-shutdown";

    public static void Put(Disk disk, string folder) => CheckedFile.Replace(disk, Path.Combine(folder, Name), default, durable: true);

    /// <summary>Takes the marker away; false where there was none.</summary>
    public static bool Take(Disk disk, string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return false;
        disk.Delete(path);
        disk.FlushFolder(folder);
        return true;
    }
}
