using System.Text.Json.Serialization.Metadata;
using KafkaGateway.OperationsPage.Data;
using KafkaGateway.OperationsPage.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KafkaGateway.OperationsPage;

/// <summary>
/// Serves the operations page: nodes, topics and consumer groups, live, for people. The page is files and the data behind it JSON, assembled from the
/// actors' answers when it is asked for.
/// </summary>
public static class OperationsPageRouting
{
    /// <summary>
    /// Adds what the page is made of. Expected among the services: IActors, IClusterMap and, where the lag of all groups is known, IConsumerLag.
    /// </summary>
    public static IServiceCollection AddOperationsPage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<ProcessTraffic>()
            .AddSingleton<ClusterEndpoint>()
            .AddSingleton<TopicsEndpoint>()
            .AddSingleton<TopicEndpoint>()
            .AddSingleton<TopicGroupsEndpoint>()
            .AddSingleton<GroupsEndpoint>()
            .AddSingleton<GroupEndpoint>();
    }

    /// <summary>Maps the page under a path such as /operations.</summary>
    /// <returns>All that was mapped, to be guarded.</returns>
    public static IEndpointConventionBuilder MapOperationsPage(this IEndpointRouteBuilder endpoints, string path)
    {
        var page = endpoints.MapGroup(path);
        foreach (var file in PageFile.All)
            page.MapGet(file.Path, file.ServeAsync);
        var data = page.MapGroup("/data");
        Map<ClusterEndpoint, ClusterData>(data, "/cluster", DataJson.Default.ClusterData);
        Map<TopicsEndpoint, TopicsData>(data, "/topics", DataJson.Default.TopicsData);
        Map<TopicEndpoint, TopicData>(data, "/topic", DataJson.Default.TopicData);
        Map<TopicGroupsEndpoint, TopicGroupsData>(data, "/topic/groups", DataJson.Default.TopicGroupsData);
        Map<GroupsEndpoint, GroupsData>(data, "/groups", DataJson.Default.GroupsData);
        Map<GroupEndpoint, GroupData>(data, "/group", DataJson.Default.GroupData);
        return page;
    }

    private static void Map<TEndpoint, T>(RouteGroupBuilder data, string path, JsonTypeInfo<T> type)
        where TEndpoint : class, IDataEndpoint<T> =>
        data.MapGet(path, (RequestDelegate)(context => DataAnswer.WriteAsync(context, context.RequestServices.GetRequiredService<TEndpoint>(), type)));
}
