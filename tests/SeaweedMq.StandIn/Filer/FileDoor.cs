using System.Globalization;
using KafkaGateway.SeaweedMq.StandIn.Hosting;
using Microsoft.AspNetCore.Http;

namespace KafkaGateway.SeaweedMq.StandIn.Filer;

/// <summary>The filer's HTTP face: GET of a file or of one range of it.</summary>
internal static class FileDoor
{
    public static Task<Door> OpenAsync(FilerTree tree, int port) => Door.OpenAsync(context => ServeAsync(tree, context), port);

    private static async Task ServeAsync(FilerTree tree, HttpContext context)
    {
        var response = context.Response;
        if (tree.Read(context.Request.Path.Value!) is not { } data)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        response.Headers.AcceptRanges = "bytes";
        var (start, end) = (0, data.Length);
        if (context.Request.Headers.Range is [{ } range])
        {
            if (Parse(range, data.Length) is not var (first, behind))
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                return;
            }

            (start, end) = (first, behind);
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {start}-{end - 1}/{data.Length}";
        }

        response.ContentLength = end - start;
        await response.Body.WriteAsync(data.AsMemory(start, end - start), context.RequestAborted);
    }

    /// <summary>A range that begins just at the end is served, and empty; only behind it there is nothing.</summary>
    private static (int Start, int End)? Parse(string range, int size)
    {
        var bounds = range["bytes=".Length..].Split('-');
        if (bounds[0].Length == 0)
            return (size - Math.Min(size, Number(bounds[1])), size);
        var start = Number(bounds[0]);
        if (start > size)
            return null;
        return (start, bounds[1].Length == 0 ? size : Math.Min(size, Number(bounds[1]) + 1));
    }

    private static int Number(string digits) => (int)Math.Min(int.MaxValue - 1, long.Parse(digits, CultureInfo.InvariantCulture));
}
