using KafkaGateway.Contracts.Configuration;
using KafkaGateway.Gateway.Connections;
using KafkaGateway.OperationsPage;
using KafkaGateway.Silo.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Dashboard;

namespace KafkaGateway.Silo.Operations;

/// <summary>
/// The port for operators, apart from Kafka's: health checks for everybody, the operations page, the Orleans Dashboard and metrics for those with credentials.
/// </summary>
internal static partial class OperationsPort
{
    /// <summary>What operations.listen says where there is to be none.</summary>
    public const string Nowhere = "none";

    public const string ReadyPath = "/health/ready";
    private const string Ready = "ready";
    private const string Startup = "startup";

    public static void Bind(WebApplicationBuilder builder, BrokerSettings settings)
    {
        if (settings[BrokerConfigs.OperationsListen] == Nowhere)
        {
            builder.Services.AddSingleton<IServer, NoServer>();
            return;
        }

        var endpoint = ListenEndpoint.Parse(settings[BrokerConfigs.OperationsListen]).Resolve();

        // Somebody else has the port that nobody asked for: that is no reason not to start.
        if (!settings.IsGiven(BrokerConfigs.OperationsListen) && !FreePorts.IsFree(endpoint))
            endpoint.Port = 0;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(endpoint));

        // Without the keys that AddAuthentication would keep on disk for cookies, of which there are none.
        builder.Services
            .AddAuthorization()
            .AddWebEncoders()
            .AddTransient<OperationsAuthentication>()
            .AddAuthenticationCore(options =>
            {
                options.DefaultScheme = OperationsAuthentication.Scheme;
                options.AddScheme<OperationsAuthentication>(OperationsAuthentication.Scheme, displayName: null);
            });
        builder.Services.AddOperationsPage();
        builder.Services.AddHealthChecks()
            .AddCheck<StartedCheck>("started", tags: [Startup, Ready])
            .AddCheck<MembershipCheck>("cluster", tags: [Ready])
            .AddCheck<RecordsCheck>("records", tags: [Ready]);
    }

    public static void Map(WebApplication process, BrokerSettings settings)
    {
        if (settings[BrokerConfigs.OperationsListen] == Nowhere)
            return;
        process.UseAuthentication();
        process.UseAuthorization();
        process.MapHealthChecks("/health/live", Checks(_ => false)).AllowAnonymous();
        process.MapHealthChecks("/health/startup", Checks(check => check.Tags.Contains(Startup))).AllowAnonymous();
        process.MapHealthChecks(ReadyPath, Checks(check => check.Tags.Contains(Ready))).AllowAnonymous();
        process.MapGet("/", () => Results.Redirect("operations/"));
        IEndpointConventionBuilder[] guarded =
        [
            process.MapOperationsPage("/operations"),
            process.MapOrleansDashboard(routePrefix: "/dashboard"),
            process.MapPrometheusScrapingEndpoint("/metrics"),
        ];
        if (settings[BrokerConfigs.OperationsAuthentication] == "none")
            return;
        foreach (var endpoint in guarded)
            endpoint.RequireAuthorization();
    }

    /// <summary>Logs where it listens: at another port than the usual one if somebody else had that.</summary>
    public static void Tell(WebApplication process)
    {
        var logger = process.Services.GetRequiredService<ILoggerFactory>().CreateLogger("KafkaGateway");
        foreach (var address in process.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            Listening(logger, address);
    }

    [LoggerMessage(701, LogLevel.Information, "The operations port is {Address}")]
    private static partial void Listening(ILogger logger, string address);

    private static HealthCheckOptions Checks(Func<HealthCheckRegistration, bool> which) => new()
    {
        Predicate = which,
        ResponseWriter = HealthReportText.WriteAsync,
    };
}
