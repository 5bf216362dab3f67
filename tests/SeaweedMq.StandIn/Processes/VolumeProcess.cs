using KafkaGateway.SeaweedMq.StandIn.Hosting;
using Microsoft.AspNetCore.Http;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>The volume server: chunks, each in a file of its own. PUT stores one, GET gives it.</summary>
internal static class VolumeProcess
{
    public const string MemberType = "volumeServer";

    public static async Task StartAsync(Flags flags)
    {
        var folder = flags["dir"];
        await Door.OpenAsync(context => ServeAsync(folder, context), flags.Port);
        _ = Joining.JoinAsync(flags["master"], MemberType, flags.Address);
    }

    private static async Task ServeAsync(string folder, HttpContext context)
    {
        var path = Path.Combine(folder, context.Request.Path.Value!.TrimStart('/'));
        if (HttpMethods.IsPut(context.Request.Method))
        {
            await using var file = File.Create(path);
            await context.Request.Body.CopyToAsync(file, context.RequestAborted);
        }
        else
        {
            await context.Response.SendFileAsync(path, context.RequestAborted);
        }
    }
}
