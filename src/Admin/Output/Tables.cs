using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KafkaGateway.Admin.Output;

/// <summary>A column of a table: its head, and what stands there for a row.</summary>
internal sealed record Column<TRow>(string Head, Func<TRow, object?> Cell);

/// <summary>What people are shown: tables without lines, such as Kafka's own tools print, and plain lines.</summary>
internal static class Tables
{
    private const string Nothing = "-";

    /// <summary>One line a row under the heads; numbers stand to the right. Where there are no rows, nothing.</summary>
    public static IEnumerable<IRenderable> Of<TRow>(IReadOnlyCollection<TRow> rows, params Column<TRow>[] columns)
    {
        if (rows.Count == 0)
            return [];
        var table = new Table { Border = TableBorder.None };
        foreach (var column in columns)
        {
            var head = new TableColumn(new Text(column.Head)) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) };
            if (rows.Any(row => column.Cell(row) is short or int or long) && rows.All(row => column.Cell(row) is short or int or long or null))
                head.Alignment = Justify.Right;
            table.AddColumn(head);
        }

        foreach (var row in rows)
            table.AddRow(columns.Select(column => new Text(Shown(column.Cell(row)))));
        return [table];
    }

    public static IRenderable Line(string text) => new Text(text + "\n");

    public static IEnumerable<IRenderable> Lines(IEnumerable<string> lines) => lines.Select(Line);

    private static string Shown(object? cell) => cell switch
    {
        null or "" => Nothing,
        IEnumerable<int> numbers => string.Join(',', numbers) is { Length: > 0 } list ? list : Nothing,
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };
}
