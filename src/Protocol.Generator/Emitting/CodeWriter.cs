using System.Text;

namespace KafkaGateway.Protocol.Generator.Emitting;

/// <summary>Text of lines with an indentation of four.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _level;

    public void Line(string text = "")
    {
        if (text.Length > 0)
            _text.Append(' ', 4 * _level).Append(text);
        _text.Append('\n');
    }

    /// <summary>A summary of one line.</summary>
    public void Doc(string text) => Line($"/// <summary>{text}</summary>");

    public void Open(string? head = null)
    {
        if (head is not null)
            Line(head);
        Line("{");
        _level++;
    }

    public void Close(string tail = "}")
    {
        _level--;
        Line(tail);
    }

    /// <summary>A condition's block, or the bare lines where the condition is empty.</summary>
    public void When(string condition, Action body)
    {
        if (condition.Length == 0)
        {
            body();
            return;
        }

        Block($"if ({condition})", body);
    }

    /// <summary>A statement's body, in braces unless it is one line.</summary>
    public void Block(string head, Action body)
    {
        Line(head);
        var start = _text.Length;
        _level++;
        body();
        _level--;
        var inner = _text.ToString(start, _text.Length - start);
        if (inner.IndexOf('\n') == inner.Length - 1)
            return;
        _text.Length = start;
        Line("{");
        _text.Append(inner);
        Line("}");
    }

    public override string ToString() => _text.ToString();
}
