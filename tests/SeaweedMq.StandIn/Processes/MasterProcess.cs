using KafkaGateway.SeaweedMq.StandIn.Hosting;
using Microsoft.AspNetCore.Http;

namespace KafkaGateway.SeaweedMq.StandIn.Processes;

/// <summary>The master: others tell it by HTTP that they are there, and ask it by gRPC who is. It keeps nothing.</summary>
internal static class MasterProcess
{
    public static async Task StartAsync(Flags flags)
    {
        var members = new Members(TimeProvider.System);
        await Door.OpenAsync(new StandInMaster(() => flags.Address, members.AddressOf), flags.GrpcPort);
        await Door.OpenAsync(
            context =>
            {
                if (context.Request.Query is { Count: 2 } query)
                    members.Join(query["type"]!, query["address"]!);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            },
            flags.Port);
    }
}
