namespace KafkaGateway.Storage.Local.Files;

/// <summary>How much room there is where a folder lies.</summary>
internal static class DriveUsage
{
    public static DiskUsage Of(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return new DiskUsage(folder, drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception e) when (Disk.IsOfTheDisk(e) || e is ArgumentException)
        {
            return new DiskUsage(folder, -1, -1);
        }
    }
}
