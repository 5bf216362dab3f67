using System.Buffers.Binary;
using KafkaGateway.Contracts;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.Storage.Local.Files;

namespace KafkaGateway.Storage.Local.Logs;

/// <summary>
/// Ownership by a file in the log's folder that says who opened the log last: how often it was opened, and under which epoch. Who opens it locks
/// the file and counts on; who changes the log locks the file and looks whether the count still is his own. So a takeover waits only for
/// a change that is under way, needs no help of the one who is locked out, and a process that is killed leaves nothing locked.
/// </summary>
/// <remarks>
/// It is not flushed: it must survive the end of a process, and the end of the machine leaves no owner to be locked out.
/// </remarks>
internal sealed class OwnerFile(LogFolder folder, PartitionKey key, int leaderEpoch) : LogOwnership
{
    private const int RecordSize = 16;

    private readonly SharedFile _file = SharedFile.OpenOrCreate(folder.Owner);
    // The system's lock belongs to the open file, not to a thread.
    private readonly Lock _gate = new();
    private int _depth;
    private Record _own;

    public override Hold Take()
    {
        Lock();
        try
        {
            var last = Read();
            if (last.IsDeleted)
                throw new StorageException($"The log of {key} in {folder.Path} is being deleted.");
            if (last.Openings > 0 && leaderEpoch < last.Epoch)
                throw FencedException.ByLaterOwner(key, leaderEpoch, last.Epoch);
            Write(new Record(last.Openings + 1, leaderEpoch, IsDeleted: false));
            return new Hold(this);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    public override Hold TakeToDelete()
    {
        Lock();
        try
        {
            Write(Read() with { IsDeleted = true });
            return new Hold(this);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    public override Hold Enter()
    {
        Lock();
        try
        {
            Confirm();
            return new Hold(this);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    // Without the lock, so that an owner who is being locked out is answered at once and not after his successor's recovery. What is read while it is
    // written equals the old record or nothing at all.
    public override void Confirm()
    {
        if (Read() is var last && last != _own)
            throw last.IsDeleted ? FencedException.ByDeletion(key, leaderEpoch) : FencedException.ByLaterOwner(key, leaderEpoch, last.Epoch);
    }

    public override void Dispose()
    {
        lock (_gate)
            _file.Dispose();
        base.Dispose();
    }

    protected override void Leave()
    {
        if (--_depth == 0)
            _file.Unlock();
        _gate.Exit();
    }

    private void Lock()
    {
        _gate.Enter();
        try
        {
            if (_file.IsClosed)
                throw Closed();
            if (_depth == 0)
                _file.Lock();
            _depth++;
        }
        catch
        {
            _gate.Exit();
            throw;
        }
    }

    private Record Read()
    {
        Span<byte> bytes = stackalloc byte[RecordSize];
        try
        {
            if (_file.Read(bytes) < RecordSize)
                return default;
        }
        catch (ObjectDisposedException)
        {
            throw Closed();
        }

        return new Record(
            BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[8..]), BinaryPrimitives.ReadInt32BigEndian(bytes[12..]) != 0);
    }

    private void Write(Record record)
    {
        Span<byte> bytes = stackalloc byte[RecordSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, record.Openings);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], record.Epoch);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], record.IsDeleted ? 1 : 0);
        _file.Write(bytes);
        _own = record;
    }

    private StorageException Closed() => new($"The log of {key} in {folder.Path} is closed.");

    private readonly record struct Record(long Openings, int Epoch, bool IsDeleted);
}
