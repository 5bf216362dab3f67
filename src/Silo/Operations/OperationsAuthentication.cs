using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using KafkaGateway.Contracts.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace KafkaGateway.Silo.Operations;

/// <summary>
/// Lets in who brings the bearer token or the user and password of the settings. Where the settings have neither nobody is let in, and is told why.
/// </summary>
internal sealed class OperationsAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, BrokerSettings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public new const string Scheme = "operations";
    private const string Realm = "kafka-gateway";

    private string? Token => settings.Get(BrokerConfigs.OperationsToken);

    private string? Credentials => settings.Get(BrokerConfigs.OperationsUser) is { } user && settings.Get(BrokerConfigs.OperationsPassword) is { } password
        ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
        : null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var given))
            return Task.FromResult(AuthenticateResult.NoResult());
        var wanted = given.Scheme switch
        {
            "Bearer" => Token,
            "Basic" => Credentials,
            _ => null,
        };
        return Task.FromResult(wanted is not null && AreEqual(given.Parameter ?? "", wanted)
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Scheme)), Scheme))
            : AuthenticateResult.Fail("wrong credentials"));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Token is null && Credentials is null)
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
            await Response.WriteAsync(
                $"Nobody may see this: set {BrokerConfigs.OperationsToken}, or {BrokerConfigs.OperationsUser} and {BrokerConfigs.OperationsPassword}.\n");
            return;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = new([$"Basic realm=\"{Realm}\", charset=\"UTF-8\"", $"Bearer realm=\"{Realm}\""]);
        await Response.WriteAsync("Credentials are wanted.\n");
    }

    // In a time that does not tell how much of it was right.
    private static bool AreEqual(string given, string wanted) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}
