using System.Text;
using KafkaGateway.Admin.Output;
using Spectre.Console;

namespace KafkaGateway.Admin.Tests.Running;

/// <summary>Tables keep to the terminal's width, where it has one.</summary>
public sealed class TerminalWidthTests
{
    private static readonly string s_long = new('x', 200);

    [Theory]
    [InlineData(null, 200)]
    [InlineData(0, 200)]
    [InlineData(50, 50)]
    public void A_line_is_as_long_as_the_terminal_is_wide_or_as_it_wants_to_be(int? width, int longest)
    {
        var output = new MemoryStream();
        var results = new Results(new Terminal(() => Stream.Null, () => output, TextWriter.Null, width, ErrorIsTerminal: false), json: false);
        results.Show(s_long, text => [new Text(text)]);
        Assert.Equal(longest, Encoding.UTF8.GetString(output.ToArray()).Split('\n').Max(line => line.Length));
    }
}
