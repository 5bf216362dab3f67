using Google.Protobuf;
using KafkaGateway.SeaweedMq.Tests.StandIn.Hosting;
using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.Tests.StandIn.Filer;

/// <summary>The filer's store with the chunks' data. What goes in and out is copied.</summary>
internal sealed class FilerTree(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly FilerNode _root = new(Folder(""));
    private readonly Dictionary<string, ByteString> _chunks = [];

    public FilerEvents Events { get; } = new(time);

    public Entry? Find(string path)
    {
        lock (_lock)
            return NodeAt(path)?.Entry.Clone();
    }

    public List<Entry> List(string directory, string prefix = "", string from = "", bool isInclusive = false, uint limit = 0)
    {
        lock (_lock)
        {
            if (NodeAt(directory) is not { } folder)
                return [];
            var entries = folder.Children
                .Where(child => child.Key.StartsWith(prefix, StringComparison.Ordinal) && IsBehind(child.Key, from, isInclusive))
                .Select(child => child.Value.Entry.Clone());
            return [.. limit == 0 ? entries : entries.Take((int)limit)];
        }
    }

    /// <summary>Creates or replaces an entry, with the folders above it. Returns what is wrong, or nothing.</summary>
    public string Put(string directory, Entry entry, bool mustBeNew = false)
    {
        lock (_lock)
        {
            var path = FilerPath.Join(directory, entry.Name);
            var old = NodeAt(path);
            if (old is not null && mustBeNew)
                return $"{path}: entry already exists";
            if (old is not null && old.Entry.IsDirectory != entry.IsDirectory)
                return $"{path}: existing is a {(old.Entry.IsDirectory ? "directory" : "file")}";
            if (FolderAt(directory) is not { } folder)
                return $"{directory}: parent path is a file";
            Set(folder, directory, old, Stamped(entry, old));
            return "";
        }
    }

    /// <summary>Replaces an entry by what is made of it, as one step. False if it is not there.</summary>
    public bool Change(string path, Func<Entry, Entry> change)
    {
        lock (_lock)
        {
            if (NodeAt(path) is not { } node)
                return false;
            var changed = Stamped(change(node.Entry.Clone()), node);
            // An update that changes nothing is no event.
            if (!changed.Equals(node.Entry))
                Set(NodeAt(FilerPath.Split(path).Directory)!, FilerPath.Split(path).Directory, node, changed);
            return true;
        }
    }

    /// <summary>Stores a chunk and lets its file be made anew with it, as one step.</summary>
    public void Append(string path, ByteString data, Func<Entry?, FileChunk, Entry> append)
    {
        lock (_lock)
        {
            var old = Find(path);
            var end = old?.Chunks.Max(chunk => (long?)(chunk.Offset + (long)chunk.Size)) ?? 0;
            var chunk = new FileChunk
            {
                FileId = $"1,{_chunks.Count + 1:x2}00c0ffee", Offset = end, Size = (ulong)data.Length, ModifiedTsNs = time.NowNs(),
            };
            _chunks[chunk.FileId] = data;
            Put(FilerPath.Split(path).Directory, append(old, chunk));
        }
    }

    /// <summary>Deletes an entry and, if asked to, all below it. What is not there is deleted already.</summary>
    public string Remove(string path, bool isRecursive)
    {
        lock (_lock)
        {
            if (NodeAt(path) is not { } node || node == _root)
                return "";
            if (node.Children.Count > 0 && !isRecursive)
                return $"delete directory {path}: fail to delete non-empty folder: {path}";
            foreach (var child in node.Children.Keys.ToArray())
                Remove(FilerPath.Join(path, child), true);
            var (directory, name) = FilerPath.Split(path);
            NodeAt(directory)!.Children.Remove(name);
            Events.Add(directory, node.Entry, null);
            return "";
        }
    }

    /// <summary>What is in a file.</summary>
    public byte[]? Read(string path)
    {
        lock (_lock)
        {
            if (NodeAt(path) is not { Entry.IsDirectory: false } file)
                return null;
            // As much of the content is served as the attributes say, which is nothing if whoever wrote it has not set the size.
            if (file.Entry.Content.Length > 0)
                return file.Entry.Content.Span[..(int)Math.Min((ulong)file.Entry.Content.Length, file.Entry.Attributes.FileSize)].ToArray();
            var data = new byte[file.Entry.Attributes.FileSize];
            foreach (var chunk in file.Entry.Chunks)
                _chunks[chunk.FileId].Span.CopyTo(data.AsSpan((int)chunk.Offset));
            return data;
        }
    }

    private static bool IsBehind(string name, string from, bool isInclusive) =>
        string.CompareOrdinal(name, from) is var order && (isInclusive ? order >= 0 : order > 0);

    private static Entry Folder(string name) =>
        new() { Name = name, IsDirectory = true, Attributes = new FuseAttributes { FileMode = 0x800001FF } };

    private FilerNode? NodeAt(string path)
    {
        var node = _root;
        foreach (var part in FilerPath.Parts(path))
        {
            if (!node.Children.TryGetValue(part, out node))
                return null;
        }

        return node;
    }

    private FilerNode? FolderAt(string path)
    {
        var (node, at) = (_root, "/");
        foreach (var part in FilerPath.Parts(path))
        {
            if (!node.Children.TryGetValue(part, out var child))
                child = Set(node, at, null, Stamped(Folder(part), null));
            if (!child.Entry.IsDirectory)
                return null;
            (node, at) = (child, FilerPath.Join(at, part));
        }

        return node;
    }

    private FilerNode Set(FilerNode folder, string directory, FilerNode? old, Entry entry)
    {
        Events.Add(directory, old?.Entry, entry);
        if (old is not null)
            old.Entry = entry;
        else
            folder.Children[entry.Name] = old = new FilerNode(entry);
        return old;
    }

    private Entry Stamped(Entry entry, FilerNode? old)
    {
        entry = entry.Clone();
        entry.Attributes ??= new FuseAttributes();
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (entry.Attributes.Crtime == 0)
            entry.Attributes.Crtime = old?.Entry.Attributes.Crtime ?? second;
        if (entry.Attributes.Mtime == 0)
            entry.Attributes.Mtime = second;
        var chunksEnd = entry.Chunks.Max(chunk => (ulong?)((ulong)chunk.Offset + chunk.Size)) ?? 0;
        entry.Attributes.FileSize = Math.Max(entry.Attributes.FileSize, chunksEnd);
        return entry;
    }
}
