using System.CommandLine;

namespace KafkaGateway.Admin;

/// <summary>One of the things that a command can do: the flag that asks for it, and the options that go with it.</summary>
/// <param name="Flag">Asks for it; null where the command does but one thing.</param>
/// <param name="Needs">Options that it cannot do without.</param>
/// <param name="Takes">Options that it may be given.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record CommandAction(Option? Flag, IReadOnlyList<Option> Needs, IReadOnlyList<Option> Takes, Func<Session, Task> RunAsync)
{
    public IEnumerable<Option> Options => [.. Needs, .. Takes];
}
