using KafkaGateway.SeaweedMq.Wire.Filer;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>The filer's store. What goes in and out is copied.</summary>
internal sealed class FilerTree
{
    private readonly Lock _lock = new();
    private readonly FilerNode _root = new(Folder(""));
    private readonly TimeProvider _time;
    private readonly IChunks _chunks;

    /// <param name="time">For the entries' times.</param>
    /// <param name="chunks">Where the files' data is.</param>
    /// <param name="events">All that has happened so far.</param>
    public FilerTree(TimeProvider time, IChunks chunks, FilerEvents events)
    {
        (_time, _chunks, Events) = (time, chunks, events);
        foreach (var change in events.From(0).Events)
            Repeat(change);
    }

    public FilerEvents Events { get; }

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
        if (Find(path) is not { IsDirectory: false } file)
            return null;
        // As much of the content is served as the attributes say, which is nothing if whoever wrote it has not set the size.
        if (file.Content.Length > 0)
            return file.Content.Span[..(int)Math.Min((ulong)file.Content.Length, file.Attributes.FileSize)].ToArray();
        var data = new byte[file.Attributes.FileSize];
        foreach (var chunk in file.Chunks)
            _chunks.Read(chunk.FileId).CopyTo(data.AsMemory((int)chunk.Offset));
        return data;
    }

    private static bool IsBehind(string name, string from, bool isInclusive) =>
        string.CompareOrdinal(name, from) is var order && (isInclusive ? order >= 0 : order > 0);

    private static Entry Folder(string name) =>
        new() { Name = name, IsDirectory = true, Attributes = new FuseAttributes { FileMode = 0x800001FF } };

    private void Repeat(SubscribeMetadataResponse change)
    {
        var (folder, happened) = (NodeAt(change.Directory)!, change.EventNotification);
        if (happened.NewEntry is not { } entry)
            folder.Children.Remove(happened.OldEntry.Name);
        else if (folder.Children.TryGetValue(entry.Name, out var node))
            node.Entry = entry;
        else
            folder.Children[entry.Name] = new FilerNode(entry);
    }

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
        var second = _time.GetUtcNow().ToUnixTimeSeconds();
        if (entry.Attributes.Crtime == 0)
            entry.Attributes.Crtime = old?.Entry.Attributes.Crtime ?? second;
        if (entry.Attributes.Mtime == 0)
            entry.Attributes.Mtime = second;
        var chunksEnd = entry.Chunks.Max(chunk => (ulong?)((ulong)chunk.Offset + chunk.Size)) ?? 0;
        entry.Attributes.FileSize = Math.Max(entry.Attributes.FileSize, chunksEnd);
        return entry;
    }
}
