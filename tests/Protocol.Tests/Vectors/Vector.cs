namespace KafkaGateway.Protocol.Tests.Vectors;

/// <summary>The lines of a file that make.py has made: words, the last one in base64.</summary>
internal static class Vector
{
    public static IEnumerable<(string[] Words, byte[] Bytes)> Load(string file)
    {
        using var reader = new StreamReader(typeof(Vector).Assembly.GetManifestResourceStream(file)!);
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            yield return (words[..^1], Convert.FromBase64String(words[^1]));
        }
    }
}
