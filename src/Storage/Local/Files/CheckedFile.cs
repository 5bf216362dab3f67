using System.Buffers.Binary;
using KafkaGateway.Protocol.Records;

namespace KafkaGateway.Storage.Local.Files;

/// <summary>A small file that is replaced as a whole: a CRC-32C and what it covers.</summary>
internal static class CheckedFile
{
    public const string TemporarySuffix = ".tmp";

    /// <param name="disk">Where to write.</param>
    /// <param name="path">The file.</param>
    /// <param name="content">What it holds from now on.</param>
    /// <param name="durable">Whether it must survive the end of the machine; if not, it may be found damaged then.</param>
    public static void Replace(Disk disk, string path, ReadOnlyMemory<byte> content, bool durable)
    {
        var crc = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc32C.Compute(content.Span));
        var temporary = path + TemporarySuffix;
        using (var file = disk.OpenOrCreate(temporary))
        {
            disk.SetLength(file, temporary, 0);
            disk.Write(file, temporary, [crc, content], 0);
            if (durable)
                disk.Flush(file, temporary);
        }

        disk.Rename(temporary, path);
        if (durable)
            disk.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>The content, or null where the file is missing or damaged.</summary>
    public static ReadOnlyMemory<byte>? Read(string path, out bool damaged)
    {
        damaged = false;
        byte[] bytes;
        try
        {
            if (!File.Exists(path))
                return null;
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (Disk.IsOfTheDisk(e))
        {
            throw Disk.Failed("read", path, e);
        }

        damaged = bytes.Length < sizeof(uint)
            || BinaryPrimitives.ReadUInt32BigEndian(bytes) != Crc32C.Compute(bytes.AsSpan(sizeof(uint)));
        if (damaged)
            return null;
        return bytes.AsMemory(sizeof(uint));
    }
}
