using KafkaGateway.Contracts.Storage;
using KafkaGateway.SeaweedMq.Filer;

namespace KafkaGateway.SeaweedMq.Logs;

/// <summary>
/// Reads a log on from where its record ends, by the rule that all owners keep to: a batch counts if it is of the newest term whose barrier came
/// before it, and if its offset is the next one. Everything else is a repetition, or of an owner whose time was over.
/// </summary>
internal sealed class LogScan(LogFiles files, PartitionRecord record, int maxFileListLength)
{
    private readonly List<EpochStart> _epochs = [.. record.Epochs];
    private readonly List<TermStart> _terms = [.. record.Terms];
    private string _file = record.NextFile;
    private long _position;
    private long _barrierTerm = record.BarrierTerm;

    public FileList Files { get; } = new(record.Files, maxFileListLength);

    public IReadOnlyList<EpochStart> Epochs => _epochs;

    public IReadOnlyList<TermStart> Terms => _terms;

    /// <summary>The file that was read last.</summary>
    public string LastFile => _file;

    public long NextOffset { get; private set; } = record.NextOffset;

    public long BytesRead { get; private set; }

    public int FilesRead { get; private set; }

    /// <summary>Reads what there is now, or up to a barrier. Returns whether that was there.</summary>
    public async Task<bool> ReadOnAsync(long barrier, CancellationToken cancellationToken)
    {
        foreach (var file in await files.ListAsync(_file, cancellationToken))
        {
            if (file.Name != _file)
                (_file, _position) = (file.Name, 0);
            if (_position >= file.SizeBytes)
                continue;
            FilesRead++;
            await foreach (var (entry, next) in files.EnumerateAsync(file.Name, _position, cancellationToken))
            {
                BytesRead += next - _position;
                _position = next;
                if (entry is { } found && Take(file, found) == barrier)
                    return true;
            }
        }

        return false;
    }

    private long? Take(FilerEntry file, in LogFileEntry entry)
    {
        var header = entry.Header;
        if (header.IsBarrier)
        {
            if (header.Term < _barrierTerm)
                return null;
            _barrierTerm = header.Term;
            return header.BaseOffset;
        }

        if (header.Term != _barrierTerm || header.BaseOffset != NextOffset)
            return null;
        if (_epochs.Count == 0 || _epochs[^1].Epoch < header.LeaderEpoch)
            _epochs.Add(new EpochStart(header.LeaderEpoch, header.BaseOffset));
        if (_terms.Count == 0 || _terms[^1].Term < header.Term)
            _terms.Add(new TermStart(header.Term, header.BaseOffset));
        Files.Add(file.Name, header, entry.Batch.Length);
        NextOffset = header.LastOffset + 1;
        return null;
    }
}
