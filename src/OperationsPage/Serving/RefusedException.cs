using Microsoft.AspNetCore.Http;

namespace KafkaGateway.OperationsPage.Serving;

/// <summary>Why data is not given, for the one who asked.</summary>
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    public int Status => status;

    public static RefusedException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    public static RefusedException BadQuery(string message) => new(StatusCodes.Status400BadRequest, message);

    public static RefusedException Unavailable(string message) => new(StatusCodes.Status503ServiceUnavailable, message);
}
