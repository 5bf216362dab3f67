using Microsoft.AspNetCore.Http;

namespace KafkaGateway.OperationsPage.Serving;

/// <summary>What browsers are told with everything: nothing comes from elsewhere, nothing goes elsewhere, nobody frames it.</summary>
internal static class PageHeaders
{
    private const string Policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Set(HttpResponse response, string cacheControl)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = cacheControl;
    }
}
