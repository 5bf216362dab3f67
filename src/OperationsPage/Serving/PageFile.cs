using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace KafkaGateway.OperationsPage.Serving;

/// <summary>One of the page's files, out of this assembly. Browsers keep it and ask each time whether it is still the same.</summary>
internal sealed class PageFile
{
    private const string Index = "index.html";
    private readonly string _contentType;
    private readonly byte[] _content;
    private readonly EntityTagHeaderValue _tag;

    private PageFile(string name)
    {
        using var resource = typeof(PageFile).Assembly.GetManifestResourceStream(name)!;
        _content = new byte[resource.Length];
        resource.ReadExactly(_content);
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(_content).AsSpan(0, 8))}\"");
        Path = name == Index ? "/" : $"/{name}";
        _contentType = System.IO.Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new NotSupportedException($"{name}: no content type for {other}"),
        };
    }

    public static IReadOnlyList<PageFile> All { get; } = [.. typeof(PageFile).Assembly.GetManifestResourceNames().Select(name => new PageFile(name))];

    /// <summary>Where it is, below the page's own path.</summary>
    public string Path { get; }

    public Task ServeAsync(HttpContext context)
    {
        PageHeaders.Set(context.Response, "no-cache");
        var asked = context.Request.Path.Value!;

        // The page's links are relative, so that they hold behind a proxy that puts a path in front, and need the slash.
        return (Path == "/" && !asked.EndsWith('/')
            ? Results.Redirect($"{asked[(asked.LastIndexOf('/') + 1)..]}/")
            : Results.Bytes(_content, _contentType, entityTag: _tag)).ExecuteAsync(context);
    }
}
