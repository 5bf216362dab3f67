using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KafkaGateway.Storage.Tests.Support;

/// <summary>Remembers the ids of what was logged.</summary>
internal sealed class EventLog : ILogger
{
    public ConcurrentQueue<int> Ids { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Ids.Enqueue(eventId.Id);
}
