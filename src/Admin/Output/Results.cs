using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KafkaGateway.Admin.Output;

/// <summary>Shows what a command has found: one line of JSON for scripts, or lines and tables for people.</summary>
internal sealed class Results(Terminal terminal, bool json)
{
    // Tables are as wide as they want to be where no terminal would break their lines.
    private const int Unlimited = 100_000;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether a program reads it.</summary>
    public bool IsJson => json;

    /// <summary>Shows a result.</summary>
    /// <param name="result">What JSON is made of.</param>
    /// <param name="forPeople">What is shown without --json.</param>
    public void Show<T>(T result, Func<T, IEnumerable<IRenderable>> forPeople)
    {
        using var output = new StreamWriter(terminal.Output(), Terminal.Utf8, leaveOpen: true);
        if (json)
            output.WriteLine(JsonSerializer.Serialize(result, s_options));
        else
            output.Write(Rendered(forPeople(result)));
    }

    private string Rendered(IEnumerable<IRenderable> pieces)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = terminal.OutputWidth is > 0 and var width ? width : Unlimited;
        foreach (var piece in pieces)
            console.Write(piece);

        // Cells are filled up with blanks, which are in the way of whoever cuts or compares lines.
        return string.Join('\n', text.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()));
    }
}
