using System.CommandLine;
using KafkaGateway.Admin.Client;
using KafkaGateway.Admin.Output;

namespace KafkaGateway.Admin;

/// <summary>One run of a command: what it was asked, the cluster, and where to tell what came of it.</summary>
internal sealed class Session(ParseResult asked, KafkaClient client, Terminal terminal, bool json, CancellationToken stop) : IDisposable
{
    public KafkaClient Client => client;

    public Coordinators Coordinators { get; } = new(client);

    public Terminal Terminal => terminal;

    public Results Results { get; } = new(terminal, json);

    public Progress Progress { get; } = new(terminal, TimeProvider.System);

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Whether something has failed that did not keep the rest from being done.</summary>
    public bool HasFailed { get; private set; }

    public T? Get<T>(Option<T> option) => asked.GetValue(option);

    public bool IsGiven(Option option) => asked.IsGiven(option);

    /// <summary>Says what went wrong with a part of the work.</summary>
    public void Fail(string message)
    {
        HasFailed = true;
        Progress.Say($"error: {message}");
    }

    /// <summary>Does something to each of some things; what fails is told, and the others are done all the same.</summary>
    /// <returns>What came of those that did not fail, in their order.</returns>
    public async Task<IReadOnlyList<TResult>> ForEachAsync<TItem, TResult>(IReadOnlyCollection<TItem> items, string doing, Func<TItem, Task<TResult>> work)
    {
        var results = new List<TResult>();
        foreach (var (index, item) in items.Index())
        {
            Progress.Report(() => $"{doing}: {index} of {items.Count}");
            try
            {
                results.Add(await work(item));
            }
            catch (BrokerErrorException refused)
            {
                Fail(refused.Message);
            }
        }

        return results;
    }

    public void Dispose()
    {
        Progress.Dispose();
        client.Dispose();
    }
}
