using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KafkaGateway.Admin.Output;

/// <summary>Where a command reads and writes: data on the output, messages and progress on the error stream.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="OutputWidth">The columns of the terminal that the output is, 0 where it does not tell; null where it is none.</param>
/// <param name="ErrorIsTerminal">Whether a line of the error stream can be written over.</param>
internal sealed record Terminal(Func<Stream> Input, Func<Stream> Output, TextWriter Error, int? OutputWidth, bool ErrorIsTerminal)
{
    // The system's number of that error.
    private const int BrokenPipe = 32;

    /// <summary>UTF-8 as it is written here.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The streams of this process.</summary>
    public static Terminal OfProcess() => new(
        Console.OpenStandardInput,
        OpenOutput,
        Console.Error,
        Console.IsOutputRedirected ? null : Console.WindowWidth,
        !Console.IsErrorRedirected);

    /// <summary>Whether writing failed because nobody reads any more: 'head' has seen enough.</summary>
    public static bool IsClosedByReader(IOException failure) => failure.HResult == BrokenPipe;

    // .NET's own stream hides that nobody reads a pipe any more, and whoever follows a topic would go on for ever. A file is left to it: what others write
    // to the same file would be overwritten.
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }
}
