using System.Text.Json.Serialization.Metadata;
using KafkaGateway.Contracts.Storage;
using KafkaGateway.OperationsPage.Data;
using Microsoft.AspNetCore.Http;

namespace KafkaGateway.OperationsPage.Serving;

/// <summary>Answers a request for data: as JSON, or with a status and one line that says why not.</summary>
internal static class DataAnswer
{
    public static async Task WriteAsync<T>(HttpContext context, IDataEndpoint<T> endpoint, JsonTypeInfo<T> type)
    {
        PageHeaders.Set(context.Response, "no-store");
        try
        {
            var data = await endpoint.GetAsync(new PageQuery(context.Request.Query), context.RequestAborted);
            await context.Response.WriteAsJsonAsync(data, type, cancellationToken: context.RequestAborted);
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(context, refused.Status, refused.Message);
        }
        catch (StorageException failure)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, failure.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new ErrorData(message), DataJson.Default.ErrorData);
    }
}
