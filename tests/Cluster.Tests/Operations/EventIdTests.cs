using System.Reflection;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Cluster.Tests.Operations;

/// <summary>Whoever looks for a log event finds it by its number.</summary>
public sealed class EventIdTests
{
    [Fact]
    public void Every_event_has_a_number_of_its_own()
    {
        var numbers = Directory.GetFiles(AppContext.BaseDirectory, "KafkaGateway.*.dll")
            .Append(typeof(Silo.Hosting.ProcessRole).Assembly.Location)
            .Where(file => !file.EndsWith("Tests.dll", StringComparison.Ordinal))
            .Select(Assembly.LoadFrom)
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: $"{method.DeclaringType!.Name}.{method.Name}", method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(found => found.EventId is not null)
            .ToList();
        Assert.True(numbers.Count > 30);
        Assert.Equal([], numbers.GroupBy(found => found.EventId).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same.Select(found => found.Method))));
    }
}
