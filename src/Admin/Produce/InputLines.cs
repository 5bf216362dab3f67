using KafkaGateway.Admin.Client;

namespace KafkaGateway.Admin.Produce;

/// <summary>Reads lines as octets: nothing is known of their encoding. The end of a line is LF or CR LF.</summary>
internal sealed class InputLines(Stream input)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Octets read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next line, valid until the next call; null at the end. It completes at once while lines are at hand.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        for (var searched = 0; ;)
        {
            var unread = _buffer.AsMemory(_start.._end);
            var feed = unread.Span[searched..].IndexOf((byte)'\n');
            if (feed >= 0)
            {
                _start += searched + feed + 1;
                return WithoutReturn(unread[..(searched + feed)]);
            }

            if (_atEnd)
            {
                _start = _end;
                return unread.IsEmpty ? default(ReadOnlyMemory<byte>?) : WithoutReturn(unread);
            }

            searched = unread.Length;
            await FillAsync(cancellationToken);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= Array.MaxLength / 2)
                throw new AdminException($"a line has more than {_end} octets");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        BytesRead += read;
        _atEnd = read == 0;
    }

    private static ReadOnlyMemory<byte> WithoutReturn(ReadOnlyMemory<byte> line) => line.Span is [.., (byte)'\r'] ? line[..^1] : line;
}
